import type { Db } from "#db/client.ts";
import {
  type EmbeddingModel,
  type ModelsInUse,
  readModelsInUse,
} from "#db/reads/embedding-models.ts";
import { countUnembedded } from "#db/writes/embeddings.ts";

/** A model in use. `missing` passages have no vector of it yet. */
export type ModelStatus = {
  readonly use: keyof ModelsInUse;
  readonly model: EmbeddingModel;
  readonly missing: number;
};

/** The tenant's models by their use, the one that answers first. Empty when there is no knowledge yet. */
export const readEmbeddingStatus = (db: Db, tenantId: string): Promise<readonly ModelStatus[]> =>
  db.tenant(
    tenantId,
    async (tx) => {
      const models = await readModelsInUse(tx);
      const status: ModelStatus[] = [];
      for (const use of ["active", "building", "previous"] as const) {
        const model = models?.[use] ?? null;
        if (model === null) continue;
        const languages = model.settings.languages ?? null;
        const scope = "live" as const;
        const missing = await countUnembedded(tx, { modelId: model.id, languages, scope });
        status.push({ use, model, missing });
      }
      return status;
    },
    { deadlineMs: 20_000 },
  );
