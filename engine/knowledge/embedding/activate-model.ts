import { readEmbeddingModel, readModelsInUse } from "#db/reads/embedding-models.ts";
import { appendTenantEvent } from "#db/writes/append-tenant-event.ts";
import { countUnembedded, setModels } from "#db/writes/embeddings.ts";
import { lockKnowledgeBase } from "#db/writes/knowledge.ts";
import { ActionRefused } from "../../actions/action-refused.ts";
import type { Envelope } from "../../actions/envelope.ts";
import { recordAudit } from "../../audit/record-audit.ts";
import { assertMay } from "../../tenancy/permissions.ts";
import type { EmbeddingDeps } from "./embedding-deps.ts";

/**
 * Lets a model answer whose vectors are complete: the one that was built, the one before, or the one that
 * needs no model. One transaction, so that every question is asked of one or the other. The model it takes
 * the place of stays complete, to be gone back to. Refused: `forbidden`; `not_found` for a model that is
 * none of these; `conflict` when passages are missing, which says how many.
 */
export const activateModel = async (
  { db }: Pick<EmbeddingDeps, "db">,
  envelope: Envelope,
  { modelId }: { readonly modelId: string },
): Promise<void> => {
  assertMay(envelope.actor.role, "knowledge.write");
  const { tenantId, dryRun } = envelope;
  await db.tenant(
    tenantId,
    async (tx) => {
      const model = await readEmbeddingModel(tx, modelId);
      if (model === null) throw noModel(modelId);
      // Nothing is published while this is held: what is complete now is complete after it.
      await lockKnowledgeBase(tx);
      const { active, building } = (await readModelsInUse(tx))!;
      if (active.id === modelId || dryRun) return;
      const languages = model.settings.languages ?? null;
      const missing = await countUnembedded(tx, { modelId, languages, scope: "live" });
      if (missing > 0) {
        throw new ActionRefused({
          kind: "conflict",
          message: `${missing} passages have no vector of ${modelId} yet. Wait until it is built.`,
        });
      }
      const buildingId = building === null || building.id === modelId ? null : building.id;
      await setModels(tx, { activeId: modelId, buildingId, previousId: active.id });
      await recordAudit(tx, envelope, "embedding.activate", modelId, { before: active.id });
      const { kind, id, name } = envelope.actor;
      await appendTenantEvent(tx, tenantId, {
        type: "embedding.activated",
        actor: { kind, id, name },
        payload: { modelId, before: active.id },
        traceparent: envelope.traceparent,
      });
    },
    { deadlineMs: 20_000 },
  );
};

/**
 * Lets the model answer again that did before the one in use. Refused as by `activateModel`; `conflict` when
 * there is none to go back to.
 */
export const goBack = async (
  deps: Pick<EmbeddingDeps, "db">,
  envelope: Envelope,
): Promise<{ readonly modelId: string }> => {
  assertMay(envelope.actor.role, "knowledge.write");
  const models = await deps.db.tenant(envelope.tenantId, readModelsInUse);
  const previous = models?.previous ?? null;
  if (previous === null) {
    throw new ActionRefused({ kind: "conflict", message: "There is no model before this one." });
  }
  await activateModel(deps, envelope, { modelId: previous.id });
  return { modelId: previous.id };
};

/** The refusal of a model the tenant does not have. */
export const noModel = (modelId: string): ActionRefused =>
  new ActionRefused({
    kind: "not_found",
    message: `There is no model ${modelId} here. Build it first.`,
  });
