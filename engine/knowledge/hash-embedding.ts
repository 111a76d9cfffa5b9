import type { EmbeddingModel } from "#db/reads/embedding-models.ts";
import type { StoredVector } from "#db/writes/embeddings.ts";
import type { Counts } from "./counts.ts";
import type { QueryPiece } from "./query.ts";
import { tokenizerVersion } from "./tokens.ts";
import { codeOf } from "./vector-code.ts";

const dims = 256;

/**
 * The embedding that needs no model: pieces of a text, each added with a sign to one of 256 places, both
 * taken from its hash. It knows nothing of meaning, but finds misspelt and inflected words by their parts,
 * and gives pgvector something to search in until a tenant has a real model.
 */
export const hashModel: EmbeddingModel = {
  id: `hash-${dims}-t${tokenizerVersion}`,
  provider: "xin",
  model: "signed-hash",
  revision: "1",
  dims,
  prefixes: {},
  settings: {},
  tokenizerVersion,
};

/** The vector of a passage, of length 1. */
export const embedPassage = ({ ids, counts }: Counts): StoredVector => {
  const vector = new Float64Array(dims);
  for (let index = 0; index < ids.length; index += 1) {
    addPiece(vector, ids[index]!, 1 + Math.log(counts[index]!));
  }
  return stored(vector);
};

/**
 * The vector of a question. Rarity is only known when asking, since it changes with every new source;
 * it stands squared here, for the passage's side as well.
 */
export const embedQuestion = (pieces: readonly QueryPiece[]): StoredVector => {
  const vector = new Float64Array(dims);
  for (const { id, weight, idf } of pieces) addPiece(vector, id, weight * idf);
  return stored(vector);
};

const addPiece = (vector: Float64Array, id: number, weight: number): void => {
  // The low bits choose the place, the high one the sign.
  const place = id & (dims - 1);
  vector[place] = vector[place]! + (id >>> 31 === 1 ? -weight : weight);
};

const stored = (vector: Float64Array): StoredVector => {
  const length = Math.hypot(...vector);
  // pgvector calls the distance to a vector of zeros "not a number": an empty text points somewhere instead.
  if (length === 0)
    return {
      vec: `[1${",0".repeat(dims - 1)}]`,
      code: codeOf(Float64Array.of(1, ...vector.subarray(1))),
    };
  const vec = `[${Array.from(vector, (value) => Math.round((value / length) * 1e5) / 1e5).join(",")}]`;
  return { vec, code: codeOf(vector) };
};
