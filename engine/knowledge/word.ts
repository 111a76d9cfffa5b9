import { continueHash, hash32, hashState, mixHash } from "./hash.ts";
import { tokenWeight } from "./stop-words.ts";
import { stemOf } from "./tokens.ts";

/** What the index knows of a word that is written without CJK characters. */
export type Word = {
  readonly stem: string;
  /** The hash of its stem as an index token. */
  readonly tokenId: number;
  /** How much it says in a question: see tokenWeight. */
  readonly weight: number;
  /** The hash of its stem as a piece. */
  readonly piece: number;
  /** The hashes of its character n-grams of 3 to 5, its edges among the characters. */
  readonly grams: Uint32Array;
  /** The state of a pair's hash after this word and the space behind it. */
  readonly pairState: number;
};

/** A word by its text in lower case. Most words of a text were seen before: they are kept. */
export const wordOf = (text: string): Word => {
  const known = words.get(text);
  if (known !== undefined) return known;
  const stem = stemOf(text);
  const word = {
    stem,
    tokenId: hash32(stem),
    weight: tokenWeight(stem),
    piece: hash32(stem, tokenSeed),
    grams: gramsOf(` ${text} `),
    pairState: continueHash(hashState(pairSeed), `${stem} `),
  };
  if (words.size >= maxWords) words.clear();
  words.set(text, word);
  return word;
};

/** The hash of two neighbouring words as a piece. */
export const pairOf = (first: Word, second: Word): number =>
  mixHash(continueHash(first.pairState, second.stem));

/** Seed of the hashes of character n-grams. */
export const gramSeed = 0x6772;
const tokenSeed = 0x746f;
const pairSeed = 0x7061;

/** Some 20 MB at most. */
const words = new Map<string, Word>();
const maxWords = 50_000;

const gramsOf = (padded: string): Uint32Array => {
  const size = padded.length;
  const grams = new Uint32Array(
    Math.max(0, size - 2) + Math.max(0, size - 3) + Math.max(0, size - 4),
  );
  let next = 0;
  for (let length = 3; length <= 5; length += 1) {
    for (let start = 0; start + length <= size; start += 1) {
      grams[next++] = hash32(padded, gramSeed, start, start + length);
    }
  }
  return grams;
};
