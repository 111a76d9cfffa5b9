import { hash32 } from "./hash.ts";
import { tokenWeight } from "./stop-words.ts";
import type { Run } from "./tokens.ts";
import { gramSeed, pairOf, type Word, wordOf } from "./word.ts";

/**
 * Called for every piece of a text: its hash, and how much it says (see tokenWeight). Texts in the
 * index count pieces, questions weigh them. The n-grams of a word come together; each says 1.
 */
export type PieceVisitor = {
  readonly piece: (id: number, weight: number) => void;
  readonly grams: (ids: Uint32Array) => void;
};

/**
 * Visits the pieces of a text. In English: character n-grams of 3 to 5 inside words and at their edges,
 * stems, and pairs of neighbouring stems that are no function words. In CJK: n-grams of 1 to 3, which its
 * tokens are among.
 */
export const eachPiece = (runs: readonly Run[], visit: PieceVisitor): void => {
  let previous: Word | undefined;
  for (const run of runs) {
    if (run.cjk) {
      eachCjkPiece(run.text, visit);
      continue;
    }
    const word = wordOf(run.text);
    visit.grams(word.grams);
    visit.piece(word.piece, word.weight);
    if (word.weight < 1) continue;
    if (previous !== undefined) visit.piece(pairOf(previous, word), 1);
    previous = word;
  }
};

const eachCjkPiece = (text: string, { piece }: PieceVisitor): void => {
  for (let length = 1; length <= 3; length += 1) {
    for (let start = 0; start + length <= text.length; start += 1) {
      const end = start + length;
      piece(hash32(text, gramSeed, start, end), tokenWeight(text.slice(start, end)));
    }
  }
};
