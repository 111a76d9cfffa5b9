import { readModelsInUse } from "#db/reads/embedding-models.ts";
import type { EmbeddingModel } from "#db/reads/embedding-models.ts";
import { appendTenantEvent } from "#db/writes/append-tenant-event.ts";
import { insertModel, setModels } from "#db/writes/embeddings.ts";
import { ensureKnowledgeBase, lockKnowledgeBase } from "#db/writes/knowledge.ts";
import { ActionRefused } from "../../actions/action-refused.ts";
import type { Envelope } from "../../actions/envelope.ts";
import { recordAudit } from "../../audit/record-audit.ts";
import { assertMay } from "../../tenancy/permissions.ts";
import { type SealedSecret, storeSealed } from "../../tenancy/secrets.ts";
import { hashModel } from "../hash-embedding.ts";
import { assertAnswers } from "./assert-answers.ts";
import type { EmbeddingDeps } from "./embedding-deps.ts";

/** A key that is stored when building begins, and in whose name. `value` is what the model is asked with before. */
export type NewKey = {
  readonly value: string;
  readonly sealed: SealedSecret;
  readonly by: Envelope;
};

/**
 * Begins to give every passage a vector of another model. The model in use goes on answering, and new
 * passages get vectors of both. The model is asked for one vector first. Refused: `forbidden`; `invalid`
 * when the model cannot be had; `conflict` when it is in use already, or another one is being built. What is
 * refused stores no key.
 */
export const buildModel = async (
  deps: EmbeddingDeps,
  envelope: Envelope,
  model: EmbeddingModel,
  key: NewKey | null = null,
): Promise<void> => {
  assertMay(envelope.actor.role, "knowledge.write");
  const { tenantId } = envelope;
  await assertAnswers(deps.db, tenantId, model, key?.value ?? null);
  if (envelope.dryRun) return;
  await deps.db.tenant(tenantId, async (tx) => {
    await ensureKnowledgeBase(tx, tenantId, hashModel);
    await lockKnowledgeBase(tx);
    const { active, building, previous } = (await readModelsInUse(tx))!;
    if (active.id === model.id) throw conflict(`${model.id} is in use already.`);
    if (building !== null && building.id !== model.id) {
      throw conflict(`${building.id} is being built. Drop it first.`);
    }
    if (key !== null) await storeSealed(tx, key.by, key.sealed);
    await insertModel(tx, tenantId, model);
    // The model before the one in use is not gone back to while a third one is in the making.
    const previousId = previous?.id === model.id ? null : (previous?.id ?? null);
    await setModels(tx, { activeId: active.id, buildingId: model.id, previousId });
    await recordAudit(tx, envelope, "embedding.build", model.id, {
      provider: model.provider,
      model: model.model,
      dims: model.dims,
    });
    await deps.queue.sendWithin(tx, { tenantId, modelId: model.id });
    const { kind, id, name } = envelope.actor;
    await appendTenantEvent(tx, tenantId, {
      type: "embedding.building",
      actor: { kind, id, name },
      payload: { modelId: model.id },
      traceparent: envelope.traceparent,
    });
  });
};

const conflict = (message: string) => new ActionRefused({ kind: "conflict", message });
