import type { Db } from "#db/client.ts";
import type { EmbeddingModel } from "#db/reads/embedding-models.ts";
import { embeddersOf } from "./embedders.ts";
import { refuseFailure } from "./refuse-failure.ts";

/**
 * Asks a model for one vector, with a key that is not stored yet if there is one. Refused as `invalid`, with
 * the reason, when it gives none.
 */
export const assertAnswers = (
  db: Db,
  tenantId: string,
  model: EmbeddingModel,
  newKey: string | null,
): Promise<unknown> =>
  refuseFailure(async () => {
    const embedder = await embeddersOf(db).get(tenantId, model, newKey);
    return embedder.embed(["Does it answer?"], "question");
  });
