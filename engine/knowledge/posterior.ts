import type { Counts } from "./counts.ts";
import { pieceIdf } from "./query.ts";
import type { RankablePassage } from "./rankable-passage.ts";
import type { Statistics } from "./statistics.ts";
import { agreementOf } from "./words/word-vectors.ts";

/**
 * How much each source explains of a question, judged against its rivals: kernel ridge regression over the
 * best passages, where a passage that says what another one says adds nothing. A question that is close to
 * one source alone gives that source nearly all; one in the middle of several gives each a little.
 * `similarities` are the passages' likeness to the question, in their order.
 */
export const posteriorOf = (
  passages: readonly RankablePassage[],
  similarities: readonly number[],
  statistics: Statistics,
): ReadonlyMap<string, number> => {
  const weights = passages.map((passage) => piecesOf(passage, statistics));
  const kernel = passages.map((passage, row) =>
    Float64Array.from(passages.slice(0, row + 1), (other, column) =>
      row === column ? 1 + ridge : likeness([passage, weights[row]!], [other, weights[column]!]),
    ),
  );
  const shares = solve(kernel, Float64Array.from(similarities));
  const bySource = new Map<string, number>();
  for (const [index, { chunk }] of passages.entries()) {
    bySource.set(chunk.sourceId, (bySource.get(chunk.sourceId) ?? 0) + shares[index]!);
  }
  return bySource;
};

/** Passages that are looked at: more change nothing, and the work grows with their square. */
export const posteriorLimit = 32;

/** Noise that is expected in a likeness; keeps the equations solvable when two passages are the same. */
const ridge = 0.5;

type Weighted = { readonly ids: Uint32Array; readonly weights: Float64Array };

const piecesOf = ({ features, norm }: RankablePassage, statistics: Statistics): Weighted => {
  const { ids, counts }: Counts = features.pieces;
  const weights = new Float64Array(ids.length);
  for (let at = 0; at < ids.length; at += 1) {
    weights[at] = ((1 + Math.log(counts[at]!)) * pieceIdf(statistics, ids[at]!)) / norm;
  }
  return { ids, weights };
};

/** Cosine of the pieces, and as much of what the words mean where both are known. */
const likeness = (
  [a, left]: readonly [RankablePassage, Weighted],
  [b, right]: readonly [RankablePassage, Weighted],
): number => {
  const pieces = dot(left, right);
  if (a.sense === null || b.sense === null) return pieces;
  return (pieces + agreementOf(a.sense, b.sense)) / 2;
};

const dot = (a: Weighted, b: Weighted): number => {
  let sum = 0;
  for (let i = 0, j = 0; i < a.ids.length && j < b.ids.length;) {
    const left = a.ids[i]!;
    const right = b.ids[j]!;
    if (left === right) sum += a.weights[i++]! * b.weights[j++]!;
    else if (left < right) i += 1;
    else j += 1;
  }
  return sum;
};

/** Solves for a symmetric positive matrix, given by its lower half, by Cholesky's method. */
const solve = (lower: readonly Float64Array[], right: Float64Array): Float64Array => {
  const size = right.length;
  for (let row = 0; row < size; row += 1) {
    const own = lower[row]!;
    for (let column = 0; column <= row; column += 1) {
      const other = lower[column]!;
      let value = own[column]!;
      for (let k = 0; k < column; k += 1) value -= own[k]! * other[k]!;
      own[column] = row === column ? Math.sqrt(Math.max(value, 1e-9)) : value / other[column]!;
    }
  }
  const result = right.slice();
  for (let row = 0; row < size; row += 1) {
    let value = result[row]!;
    for (let k = 0; k < row; k += 1) value -= lower[row]![k]! * result[k]!;
    result[row] = value / lower[row]![row]!;
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    let value = result[row]!;
    for (let k = row + 1; k < size; k += 1) value -= lower[k]![row]! * result[k]!;
    result[row] = value / lower[row]![row]!;
  }
  return result;
};
