import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Counts } from "../counts.ts";

/** A direction of meaning: a vector of length 1. */
export type Sense = Float32Array;

/**
 * The sense of a text: the sum of the vectors of its words, whose lengths say how much each word tells.
 * Null when fewer than half of its distinct words are known, or none: words of other languages, names,
 * numbers. Knows English alone.
 */
export const senseOf = ({ ids, counts }: Counts): Sense | null => {
  const { dims, index, scales, values } = load();
  const sum = new Float32Array(dims);
  let known = 0;
  for (let at = 0; at < ids.length; at += 1) {
    const place = index.get(ids[at]!);
    if (place === undefined) continue;
    known += 1;
    const factor = (1 + Math.log(counts[at]!)) * scales[place]!;
    for (let axis = 0; axis < dims; axis += 1) {
      sum[axis] = sum[axis]! + factor * values[place * dims + axis]!;
    }
  }
  const length = Math.hypot(...sum);
  if (known * 2 < ids.length || length === 0) return null;
  for (let axis = 0; axis < dims; axis += 1) sum[axis] = sum[axis]! / length;
  return sum;
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
  /** Place of a word by its token id. */
  readonly index: ReadonlyMap<number, number>;
  readonly scales: Float32Array;
  readonly values: Int8Array;
};

/**
 * Reads the table that README.md describes: dimensions and number of words, then token ids, scales,
 * and components in eighths of a byte. Some 3 MB; once a process, at the first search.
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
