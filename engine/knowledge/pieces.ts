import { hash32 } from "./hash.ts";
import { tokenWeight } from "./stop-words.ts";
import { type Run, stemOf } from "./tokens.ts";

/**
 * Called for every piece of a text: its hash, and how much it says (see tokenWeight). Texts in the
 * index count pieces, questions weigh them.
 */
export type PieceVisitor = (id: number, weight: number) => void;

/**
 * Visits the pieces of a text. In English: character n-grams of 3 to 5 inside words and at their edges,
 * stems, and pairs of neighbouring stems that are no function words. In CJK: n-grams of 1 to 3, which its
 * tokens are among.
 */
export const eachPiece = (runs: readonly Run[], visit: PieceVisitor): void => {
  let previous: string | undefined;
  for (const run of runs) {
    if (run.cjk) {
      eachCjkPiece(run, visit);
      continue;
    }
    const { stem, weight, tokenPiece, grams } = wordOf(run.text);
    for (const gram of grams) visit(gram, 1);
    visit(tokenPiece, weight);
    if (weight < 1) continue;
    if (previous !== undefined) visit(hash32(`${previous} ${stem}`, pairSeed), 1);
    previous = stem;
  }
};

const gramSeed = 0x6772;
const tokenSeed = 0x746f;
const pairSeed = 0x7061;

type Word = {
  readonly stem: string;
  readonly weight: number;
  readonly tokenPiece: number;
  readonly grams: readonly number[];
};

/** Most words of a text were seen before: their pieces are kept. Some 20 MB at most. */
const words = new Map<string, Word>();
const maxWords = 20_000;

const wordOf = (text: string): Word => {
  const known = words.get(text);
  if (known !== undefined) return known;
  const stem = stemOf(text);
  const grams: number[] = [];
  eachGram(` ${text} `, 3, 5, (start, end, padded) =>
    grams.push(hash32(padded, gramSeed, start, end)),
  );
  const word = { stem, weight: tokenWeight(stem), tokenPiece: hash32(stem, tokenSeed), grams };
  if (words.size >= maxWords) words.clear();
  words.set(text, word);
  return word;
};

const eachCjkPiece = (run: Run, visit: PieceVisitor): void => {
  eachGram(run.text, 1, 3, (start, end, text) => {
    visit(hash32(text, gramSeed, start, end), tokenWeight(text.slice(start, end)));
  });
};

const eachGram = (
  text: string,
  shortest: number,
  longest: number,
  visit: (start: number, end: number, text: string) => void,
): void => {
  for (let length = shortest; length <= longest; length += 1) {
    for (let start = 0; start + length <= text.length; start += 1) {
      visit(start, start + length, text);
    }
  }
};
