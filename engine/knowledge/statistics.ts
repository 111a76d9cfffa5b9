import { promisify } from "node:util";
import { deflateRaw, inflateRaw } from "node:zlib";
import type { Counts } from "./counts.ts";
import type { FieldFeatures } from "./features.ts";
import { tokenizerVersion } from "./tokens.ts";

/**
 * In how many passages of a tenant each token and each piece occurs. Counted in hash buckets, so that the
 * size is fixed however large the vocabulary grows; two rare words sharing a bucket look a little less rare.
 */
export type Frequencies = { readonly tokens: Uint16Array; readonly pieces: Uint16Array };

/** What scoring must know of a tenant's live passages as a whole. */
export type Statistics = {
  readonly chunkCount: number;
  /** Sum of the passages' token counts. */
  readonly tokenCount: number;
  readonly sourceCount: number;
  readonly frequencies: Frequencies;
};

const tokenBuckets = 1 << 16;
const pieceBuckets = 1 << 17;

/** Frequencies of nothing. */
export const noFrequencies = (): Frequencies => ({
  tokens: new Uint16Array(tokenBuckets),
  pieces: new Uint16Array(pieceBuckets),
});

/** Adds (by 1) or takes away (by -1) the features of one passage. */
export const countFeatures = (
  frequencies: Frequencies,
  features: FieldFeatures,
  by: 1 | -1,
): void => {
  countBuckets(frequencies.tokens, features.tokens, by);
  countBuckets(frequencies.pieces, features.pieces, by);
};

/** Adds (by 1) or takes away (by -1) the frequencies of other passages. */
export const addFrequencies = (to: Frequencies, other: Frequencies, by: 1 | -1): void => {
  addBuckets(to.tokens, other.tokens, by);
  addBuckets(to.pieces, other.pieces, by);
};

/** How many passages have the token. */
export const tokenFrequency = ({ tokens }: Frequencies, id: number): number =>
  tokens[id & (tokenBuckets - 1)]!;

/** How many passages have the piece. */
export const pieceFrequency = ({ pieces }: Frequencies, id: number): number =>
  pieces[id & (pieceBuckets - 1)]!;

/** Frequencies as compressed bytes. Off the event loop. */
export const encodeFrequencies = async ({ tokens, pieces }: Frequencies): Promise<Buffer> => {
  const bytes = Buffer.concat([Buffer.from([tokenizerVersion]), bytesOf(tokens), bytesOf(pieces)]);
  return deflate(bytes, { level: 1 });
};

/** Reads what encodeFrequencies wrote; a tenant without any has none yet. */
export const decodeFrequencies = async (packed: Uint8Array | null): Promise<Frequencies> => {
  if (packed === null) return noFrequencies();
  const size = 1 + (tokenBuckets + pieceBuckets) * 2;
  const bytes = await inflate(packed, { maxOutputLength: size });
  if (bytes.length !== size || bytes[0] !== tokenizerVersion) {
    throw new Error("The index statistics were made by another version of Xin: index again");
  }
  const buffer = Uint8Array.from(bytes.subarray(1)).buffer;
  return {
    tokens: new Uint16Array(buffer, 0, tokenBuckets),
    pieces: new Uint16Array(buffer, tokenBuckets * 2, pieceBuckets),
  };
};

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

const bytesOf = (array: Uint16Array): Buffer =>
  Buffer.from(array.buffer, array.byteOffset, array.byteLength);

/** A bucket is counted once a passage, also when two of its hashes fall into it. */
const countBuckets = (buckets: Uint16Array, { ids }: Counts, by: 1 | -1): void => {
  const mask = buckets.length - 1;
  const seen = new Set<number>();
  for (const id of ids) {
    const bucket = id & mask;
    if (seen.has(bucket)) continue;
    seen.add(bucket);
    buckets[bucket] = buckets[bucket]! + by;
  }
};

const addBuckets = (to: Uint16Array, other: Uint16Array, by: 1 | -1): void => {
  for (let bucket = 0; bucket < to.length; bucket += 1) {
    to[bucket] = Math.max(0, to[bucket]! + by * other[bucket]!);
  }
};
