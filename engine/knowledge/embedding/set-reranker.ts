import type { Db } from "#db/client.ts";
import type { Reranker } from "#db/reads/embedding-models.ts";
import { storeReranker } from "#db/writes/embeddings.ts";
import { ensureKnowledgeBase } from "#db/writes/knowledge.ts";
import type { Envelope } from "../../actions/envelope.ts";
import { recordAudit } from "../../audit/record-audit.ts";
import { assertMay } from "../../tenancy/permissions.ts";
import { deleteSecretWithin, type SealedSecret, storeSealed } from "../../tenancy/secrets.ts";
import { systemEnvelope } from "../../tenancy/system-envelope.ts";
import { hashModel } from "../hash-embedding.ts";

/** The name of the secret with a rerank model's key. */
export const rerankKey = "rerank.key";

/**
 * Sets the rerank model of a workspace, with its key where that is new, or none with null. It is used from the
 * next question on; a key that it does not use is erased. Refused: `forbidden`.
 */
export const setReranker = async (
  db: Db,
  envelope: Envelope,
  reranker: Reranker | null,
  key: SealedSecret | null = null,
): Promise<void> => {
  assertMay(envelope.actor.role, "knowledge.write");
  const { tenantId } = envelope;
  if (envelope.dryRun) return;
  await db.tenant(tenantId, async (tx) => {
    await ensureKnowledgeBase(tx, tenantId, hashModel);
    if (key !== null) await storeSealed(tx, envelope, key);
    if (reranker?.secret !== rerankKey) {
      await deleteSecretWithin(tx, systemEnvelope(tenantId, "rerank.set"), rerankKey);
    }
    await storeReranker(tx, reranker);
    await recordAudit(tx, envelope, "rerank.set", reranker?.model ?? null);
  });
};
