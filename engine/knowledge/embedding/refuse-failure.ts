import { EmbeddingFailure } from "./embedding-failure.ts";
import { EmbeddingRefused } from "./embedding-refused.ts";

/** Runs what needs a model. Its failure is refused as `invalid`, with the reason. */
export const refuseFailure = async <T>(run: () => Promise<T>): Promise<T> => {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof EmbeddingFailure)) throw error;
    throw new EmbeddingRefused(error);
  }
};
