import type { Vector } from "./embedder.ts";
import { EmbeddingFailure } from "./embedding-failure.ts";

/** The numbers as a vector of length 1. Throws EmbeddingFailure when they are none, or too few or many. */
export const unitVector = (numbers: readonly unknown[], dims: number): Vector => {
  if (numbers.length !== dims) {
    const detail = `${numbers.length} instead of ${dims}`;
    throw new EmbeddingFailure({ reason: "wrong_dims", detail });
  }
  if (!numbers.every((value) => typeof value === "number" && Number.isFinite(value))) {
    throw new EmbeddingFailure({ reason: "not_finite", detail: null });
  }
  const values = numbers as readonly number[];
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  if (length === 0 || !Number.isFinite(length)) {
    throw new EmbeddingFailure({ reason: "not_finite", detail: "a vector of zeros" });
  }
  return Float32Array.from(values, (value) => value / length);
};
