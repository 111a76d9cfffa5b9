import { ActionRefused } from "../../actions/action-refused.ts";
import { EmbeddingFailure } from "./embedding-failure.ts";

/** Runs what needs a model. Its failure is refused as `invalid`, with the reason. */
export const refuseFailure = async <T>(run: () => Promise<T>): Promise<T> => {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof EmbeddingFailure)) throw error;
    throw new ActionRefused({ kind: "invalid", message: error.message });
  }
};
