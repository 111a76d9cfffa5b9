import { readModelsInUse } from "#db/reads/embedding-models.ts";
import { appendTenantEvent } from "#db/writes/append-tenant-event.ts";
import { countUnembedded } from "#db/writes/embeddings.ts";
import { modelsToFill } from "./embed-versions.ts";
import type { EmbeddingDeps, EmbedJob } from "./embedding-deps.ts";
import { fillVectors } from "./fill-vectors.ts";

/** Does embedding jobs in this process, one at a time, until it stops. */
export const startEmbedding = (deps: EmbeddingDeps): Promise<void> =>
  deps.queue.work(async ({ data, signal, retryCount }) => {
    try {
      await completeVectors(deps, data, signal);
    } catch (error) {
      const { tenantId, modelId } = data;
      deps.log.warn({ err: error, tenantId, modelId, attempt: retryCount + 1 }, "vectors failed");
      throw error;
    }
  });

/**
 * Gives every passage that answers its vector of a model, also those published while it works, and tells
 * the log when a model that was being built is complete, perhaps more than once. A model that is no longer used is left alone.
 */
export const completeVectors = async (
  { db, log }: Pick<EmbeddingDeps, "db" | "log">,
  { tenantId, modelId }: EmbedJob,
  signal?: AbortSignal,
): Promise<void> => {
  const startedAt = performance.now();
  for (;;) {
    const models = await db.tenant(tenantId, readModelsInUse);
    const model = modelsToFill(models).find(({ id }) => id === modelId);
    if (model === undefined) return;
    await fillVectors(db, tenantId, model, { scope: "live", ...(signal && { signal }) });
    const languages = model.settings.languages ?? null;
    const done = await db.tenant(tenantId, async (tx) => {
      if ((await countUnembedded(tx, { modelId, languages, scope: "live" })) > 0) return false;
      if (models?.building?.id !== modelId) return true;
      await appendTenantEvent(tx, tenantId, {
        type: "embedding.built",
        actor: { kind: "system", id: null, name: "Ingestion" },
        payload: { modelId },
        traceparent: null,
      });
      return true;
    });
    if (!done) continue;
    log.info({ tenantId, modelId, ms: performance.now() - startedAt }, "vectors are complete");
    return;
  }
};
