import type { EmbeddingModel } from "#db/reads/embedding-models.ts";
import type { StoredVector } from "#db/writes/embeddings.ts";
import { codeOf } from "../vector-code.ts";

/** A vector of unit length. */
export type Vector = Float32Array;

/** What a text is: some models are told. */
export type Purpose = "passage" | "question";

/** Turns texts into vectors of one model. */
export type Embedder = {
  readonly model: EmbeddingModel;
  /**
   * The vectors of some texts, in order. Rejects with EmbeddingFailure when the model cannot be had or
   * answers nonsense, and with the signal's reason when that aborts.
   */
  embed(
    texts: readonly string[],
    purpose: Purpose,
    signal?: AbortSignal,
  ): Promise<readonly Vector[]>;
};

/** A vector as it is stored and asked for. Five digits are more than any ranking sees. */
export const storedVector = (vector: Vector): StoredVector => ({
  vec: `[${Array.from(vector, (value) => Number(value.toFixed(5))).join(",")}]`,
  code: codeOf(vector),
});
