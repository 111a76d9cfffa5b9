import { Worker } from "node:worker_threads";
import type { EmbeddingModel } from "#db/reads/embedding-models.ts";
import type { Embedder } from "./embedder.ts";
import { EmbeddingFailure } from "./embedding-failure.ts";
import { findTransformers, readLocalModel } from "./local-model.ts";
import type { LocalModelData } from "./thread-message.ts";
import { ThreadEmbedder } from "./thread-embedder.ts";

/** Characters of a text that a model is given: most take 512 tokens, and cut the rest. */
const maxCharacters = 2000;

/**
 * A model of the installation's folder, run by transformers.js in a thread of its own. Rejects with
 * EmbeddingFailure `not_installed` when a part of it is not there, or its files are not those it was added with.
 */
export const openLocalEmbedder = async (
  dir: string | null,
  model: EmbeddingModel,
): Promise<Embedder> => {
  const { dtype, revision } = await readLocalModel(dir, model.model);
  if (dir === null || revision !== model.revision) {
    const detail = `the files of ${model.model} have changed: add it again`;
    throw new EmbeddingFailure({ reason: "not_installed", detail });
  }
  const workerData: LocalModelData = {
    entry: findTransformers(dir),
    dir,
    name: model.model,
    dtype,
    pooling: model.settings.pooling ?? "mean",
  };
  return new ThreadEmbedder(model, {
    maxCharacters,
    start: (options) =>
      new Worker(new URL("local-worker.ts", import.meta.url), { ...options, workerData }),
  });
};
