import { readEmbeddingModel, readModelsInUse } from "#db/reads/embedding-models.ts";
import { deleteVectors, setModels } from "#db/writes/embeddings.ts";
import { lockKnowledgeBase } from "#db/writes/knowledge.ts";
import { ActionRefused } from "../../actions/action-refused.ts";
import type { Envelope } from "../../actions/envelope.ts";
import { recordAudit } from "../../audit/record-audit.ts";
import { assertMay } from "../../tenancy/permissions.ts";
import { deleteSecret } from "../../tenancy/secrets.ts";
import { systemEnvelope } from "../../tenancy/system-envelope.ts";
import { hashModel } from "../hash-embedding.ts";
import { noModel } from "./activate-model.ts";
import { keyNameOf } from "./openai-model.ts";
import type { EmbeddingDeps } from "./embedding-deps.ts";

/**
 * Deletes the vectors of a model that does not answer: one being built, whose building ends, or the one
 * before, which cannot be gone back to then. The workspace's own key for it goes too. Refused: `forbidden`;
 * `not_found`; `conflict` for the model that answers and the one that needs no model.
 */
export const dropModel = async (
  { db }: Pick<EmbeddingDeps, "db">,
  envelope: Envelope,
  { modelId }: { readonly modelId: string },
): Promise<void> => {
  assertMay(envelope.actor.role, "knowledge.write");
  const { tenantId } = envelope;
  if (modelId === hashModel.id) throw inUse(modelId);
  await db.tenant(tenantId, async (tx) => {
    if ((await readEmbeddingModel(tx, modelId)) === null) throw noModel(modelId);
    await lockKnowledgeBase(tx);
    const { active, building, previous } = (await readModelsInUse(tx))!;
    if (active.id === modelId) throw inUse(modelId);
    if (envelope.dryRun) return;
    await setModels(tx, {
      activeId: active.id,
      buildingId: building?.id === modelId ? null : (building?.id ?? null),
      previousId: previous?.id === modelId ? null : (previous?.id ?? null),
    });
    await recordAudit(tx, envelope, "embedding.drop", modelId);
  });
  if (envelope.dryRun) return;
  await deleteSecret(db, systemEnvelope(tenantId, "embedding.drop"), keyNameOf(modelId));
  const page = () =>
    db.tenant(tenantId, (tx) => deleteVectors(tx, modelId, pageSize), { deadlineMs: 20_000 });
  while ((await page()) === pageSize);
};

/** Vectors deleted in one transaction: others do not wait long. */
const pageSize = 1000;

const inUse = (modelId: string) =>
  new ActionRefused({
    kind: "conflict",
    message: `${modelId} is in use. Let another model answer first.`,
  });
