import { readFileSync } from "node:fs";
import { join } from "node:path";
import { tokenId } from "../features.ts";
import { hash32 } from "../hash.ts";

/** A direction of meaning: a vector of length 1. */
export type Sense = Float32Array;

/**
 * The sense of a text, of its index tokens in their order: the sum of the vectors of its distinct words and
 * of its pairs of neighbours that have one ("how long" is not "how" and "long"), whose lengths say how much
 * each tells. Null when fewer than half of its words are known, or none: words of other languages, names,
 * numbers; and of texts too long for a sum to say anything. Knows English alone.
 */
export const senseOf = (tokens: readonly string[]): Sense | null => {
  if (tokens.length > longest) return null;
  const words = new Map<number, number>();
  const pairs = new Set<number>();
  for (const [index, token] of tokens.entries()) {
    words.set(tokenId(token), 1);
    const next = tokens[index + 1];
    if (next !== undefined) pairs.add(hash32(`${token} ${next}`));
  }
  return senseOfWords(words, pairs);
};

/** The sense of words by their token ids, each counting as much as it is given, and of pairs of them. */
export const senseOfWords = (
  words: ReadonlyMap<number, number>,
  pairs: ReadonlySet<number> = new Set(),
): Sense | null => {
  const { dims, index } = load();
  const sum = new Float32Array(dims);
  let known = 0;
  for (const [id, weight] of words) {
    const place = index.get(id);
    if (place === undefined) continue;
    known += 1;
    addVector(sum, place, weight);
  }
  if (known === 0 || known * 2 < words.size) return null;
  for (const id of pairs) {
    const place = index.get(id);
    if (place !== undefined) addVector(sum, place, 1);
  }
  const length = Math.hypot(...sum);
  if (length === 0) return null;
  for (let axis = 0; axis < dims; axis += 1) sum[axis] = sum[axis]! / length;
  return sum;
};

/** Tokens: a few sentences. */
const longest = 100;

const addVector = (sum: Float32Array, place: number, weight: number): void => {
  const { dims, scales, values } = load();
  const factor = weight * scales[place]!;
  for (let axis = 0; axis < dims; axis += 1) {
    sum[axis] = sum[axis]! + factor * values[place * dims + axis]!;
  }
};

/** How much two senses agree, 0..1; 0 when one is unknown. */
export const agreementOf = (a: Sense | null, b: Sense | null): number => {
  if (a === null || b === null) return 0;
  let dot = 0;
  for (let axis = 0; axis < a.length; axis += 1) dot += a[axis]! * b[axis]!;
  return Math.max(0, Math.min(1, dot));
};

type Table = {
  readonly dims: number;
  /** Place of a word by its token id, and of a pair by the hash of both with a space between. */
  readonly index: ReadonlyMap<number, number>;
  readonly scales: Float32Array;
  readonly values: Int8Array;
};

/**
 * Reads the table that README.md describes: dimensions and number of words and pairs, then their ids, scales,
 * and components as bytes. Some 21 MB; once a process, at the first search.
 */
const load = (): Table => {
  if (table !== null) return table;
  const bytes = readFileSync(join(import.meta.dirname, "word-vectors.bin"));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const dims = view.getUint32(0, true);
  const size = view.getUint32(4, true);
  const index = new Map<number, number>();
  const scales = new Float32Array(size);
  for (let place = 0; place < size; place += 1) {
    index.set(view.getUint32(8 + place * 4, true), place);
    scales[place] = view.getFloat32(8 + (size + place) * 4, true);
  }
  const values = new Int8Array(bytes.buffer, bytes.byteOffset + 8 + size * 8, size * dims);
  table = { dims, index, scales, values };
  return table;
};

let table: Table | null = null;
