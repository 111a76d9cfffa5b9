import { readFileSync } from "node:fs";
import { join } from "node:path";
import { hash32 } from "../hash.ts";

/** An English index token a Chinese word may stand for, and how well, 0..1. */
export type Gloss = { readonly token: string; readonly weight: number };

/** The glosses of a Chinese word in simplified characters; none when the dictionary does not have it. */
export const glossesOf = (word: string): readonly Gloss[] => {
  const { keys, starts, tokens, weights, vocabulary } = load();
  const place = placeOf(keys, hash32(word));
  if (place === -1) return [];
  const glosses: Gloss[] = [];
  for (let at = starts[place]!; at < starts[place + 1]!; at += 1) {
    glosses.push({ token: vocabulary[tokens[at]!]!, weight: weights[at]! / weightScale });
  }
  return glosses;
};

/** Length of the longest word of the dictionary that begins at a place of a text, in UTF-16 code units; 1 without one. */
export const longestWord = (text: string, start: number): number => {
  const { keys } = load();
  for (let length = Math.min(longest, text.length - start); length > 1; length -= 1) {
    if (placeOf(keys, hash32(text, 0, start, start + length)) !== -1) return length;
  }
  return 1;
};

const longest = 6;
const weightScale = 200;

type Dictionary = {
  /** Hashes of the words, ascending. */
  readonly keys: Uint32Array;
  /** Where each word's glosses begin; one more than there are words. */
  readonly starts: Uint32Array;
  /** Places in the vocabulary, and weights. */
  readonly tokens: Uint16Array;
  readonly weights: Uint8Array;
  readonly vocabulary: readonly string[];
};

/**
 * Reads the dictionary (see README.md beside it): number of words, of glosses and of bytes of vocabulary,
 * then the columns of Dictionary in their order, little endian. Some 4 MB of memory; read once a process,
 * when the first Chinese question is asked.
 */
const load = (): Dictionary => {
  if (dictionary !== null) return dictionary;
  const bytes = readFileSync(join(import.meta.dirname, "chinese-glosses.bin"));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const words = view.getUint32(0, true);
  const glosses = view.getUint32(4, true);
  let at = 12;
  const take = (length: number): ArrayBuffer => {
    const part = Uint8Array.from(bytes.subarray(at, at + length)).buffer;
    at += length;
    return part;
  };
  dictionary = {
    keys: new Uint32Array(take(words * 4)),
    starts: new Uint32Array(take((words + 1) * 4)),
    tokens: new Uint16Array(take(glosses * 2)),
    weights: new Uint8Array(take(glosses)),
    vocabulary: Buffer.from(take(view.getUint32(8, true)))
      .toString("utf8")
      .split("\n"),
  };
  return dictionary;
};

let dictionary: Dictionary | null = null;

const placeOf = (keys: Uint32Array, key: number): number => {
  let low = 0;
  let high = keys.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = keys[middle]!;
    if (found === key) return middle;
    if (found < key) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
};
