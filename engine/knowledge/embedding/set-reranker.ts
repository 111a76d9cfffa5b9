import type { Db } from "#db/client.ts";
import type { Reranker } from "#db/reads/embedding-models.ts";
import { storeReranker } from "#db/writes/embeddings.ts";
import { ensureKnowledgeBase } from "#db/writes/knowledge.ts";
import type { Envelope } from "../../actions/envelope.ts";
import { recordAudit } from "../../audit/record-audit.ts";
import { assertMay } from "../../tenancy/permissions.ts";
import { hashModel } from "../hash-embedding.ts";

/** Sets the rerank model of a workspace, or none with null. It is used from the next question on. Refused: `forbidden`. */
export const setReranker = async (
  db: Db,
  envelope: Envelope,
  reranker: Reranker | null,
): Promise<void> => {
  assertMay(envelope.actor.role, "knowledge.write");
  const { tenantId } = envelope;
  if (envelope.dryRun) return;
  await db.tenant(tenantId, async (tx) => {
    await ensureKnowledgeBase(tx, tenantId, hashModel);
    await storeReranker(tx, reranker);
    await recordAudit(tx, envelope, "rerank.set", reranker?.model ?? null);
  });
};
