import type { Db } from "#db/client.ts";
import type { EmbeddingModel } from "#db/reads/embedding-models.ts";
import { ActionRefused } from "../../actions/action-refused.ts";
import { embeddersOf } from "./embedders.ts";
import { EmbeddingFailure } from "./embedding-failure.ts";

/**
 * Asks a model for one vector, with a key that is not stored yet if there is one. Refused as `invalid`, with
 * the reason, when it gives none.
 */
export const assertAnswers = async (
  db: Db,
  tenantId: string,
  model: EmbeddingModel,
  newKey: string | null,
): Promise<void> => {
  try {
    const embedder = await embeddersOf(db).get(tenantId, model, newKey);
    await embedder.embed(["Does it answer?"], "question");
  } catch (error) {
    if (!(error instanceof EmbeddingFailure)) throw error;
    throw new ActionRefused({ kind: "invalid", message: error.message });
  }
};
