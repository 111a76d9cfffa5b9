import type { Db } from "#db/client.ts";
import {
  type EmbeddingModel,
  type ModelsInUse,
  readModelsInUse,
} from "#db/reads/embedding-models.ts";
import { embeddersOf } from "./embedders.ts";
import { EmbeddingFailure } from "./embedding-failure.ts";
import { fillVectors } from "./fill-vectors.ts";

/** The models whose vectors every new passage gets, the one that answers first. None without a model. */
export const modelsToFill = (models: ModelsInUse | null): readonly EmbeddingModel[] => {
  if (models === null) return [];
  const { active, building, previous } = models;
  return [active, building, previous].filter(
    (model): model is EmbeddingModel => model !== null && model.provider !== "xin",
  );
};

/**
 * Gives the passages of staged versions their vectors by every model in use, before they are found. When a
 * model cannot be had, they are published without and get them later, by a job; where there is no job
 * queue, it rejects with EmbeddingFailure.
 */
export const embedVersions = async (
  db: Db,
  tenantId: string,
  versions: readonly { readonly sourceId: string; readonly version: number }[],
  signal?: AbortSignal,
): Promise<void> => {
  const scope = versions.map(({ sourceId, version }) => ({ sourceId, version }));
  for (const model of modelsToFill(await db.tenant(tenantId, readModelsInUse))) {
    try {
      await fillVectors(db, tenantId, model, { scope, ...(signal && { signal }) });
    } catch (error) {
      if (!(error instanceof EmbeddingFailure)) throw error;
      const job = { tenantId, modelId: model.id };
      if (!(await embeddersOf(db).completeLater(job))) throw error;
    }
  }
};
