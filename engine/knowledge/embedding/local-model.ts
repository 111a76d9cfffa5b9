import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { EmbeddingModel } from "#db/reads/embedding-models.ts";
import { tokenizerVersion } from "../tokens.ts";
import { EmbeddingFailure } from "./embedding-failure.ts";

/** A model among those in the folder that an installation offers. */
export type LocalModelChoice = {
  /** The name of its folder there. */
  readonly model: string;
  /** How the model makes one vector of those of its tokens; its card says so. The mean unless given. */
  readonly pooling?: "mean" | "cls";
  readonly prefixes?: EmbeddingModel["prefixes"];
};

/** What a model's files say of it. `dtype` is which of its ONNX files is loaded. */
type LocalModelFiles = {
  readonly dims: number;
  readonly revision: string;
  readonly dtype: "fp32" | "q8";
};

/** The package that runs the models; installed beside them, since it weighs more than Xin. */
const transformersPackage = "@huggingface/transformers";

/** The models of a folder by name. Empty without a folder. */
export const localModelNames = async (dir: string | null): Promise<readonly string[]> => {
  if (dir === null) return [];
  const names = await readdir(dir).catch(() => []);
  const found = await Promise.all(names.map((name) => isFile(join(dir, name, "config.json"))));
  return names.filter((name, index) => found[index] && namePattern.test(name)).toSorted();
};

/**
 * The model of a choice, with an id of its own: other files, pooling or prefixes are another model. Only a
 * name of the folder's list is ever looked at. Rejects with EmbeddingFailure when it cannot be used.
 */
export const localModel = async (
  dir: string | null,
  { model, pooling = "mean", prefixes = {} }: LocalModelChoice,
): Promise<EmbeddingModel> => {
  const { dims, revision } = await readLocalModel(dir, model);
  const identity = JSON.stringify([model, revision, pooling, prefixes]);
  const hash = createHash("sha256").update(identity).digest("hex").slice(0, 12);
  return {
    id: `local-${hash}`,
    provider: "local",
    model,
    revision,
    dims,
    prefixes,
    settings: { pooling },
    tokenizerVersion,
  };
};

/** What the files of a model say. Rejects with EmbeddingFailure `not_installed`, naming what is missing. */
export const readLocalModel = async (
  dir: string | null,
  name: string,
): Promise<LocalModelFiles> => {
  if (dir === null) throw missing("XIN_MODELS_DIR is not set");
  if (!(await localModelNames(dir)).includes(name)) {
    throw missing("there is no such folder with a config.json in XIN_MODELS_DIR");
  }
  const config = join(dir, name, "config.json");
  const dims = dimsIn(await readFile(config, "utf8"));
  if (dims === null) throw missing(`the config.json of ${name} names no hidden_size`);
  const full = join(dir, name, "onnx", "model.onnx");
  const quantized = join(dir, name, "onnx", "model_quantized.onnx");
  const dtype = (await isFile(full)) ? "fp32" : "q8";
  const weights = dtype === "fp32" ? full : quantized;
  if (!(await isFile(weights))) throw missing(`${name} has no onnx/model.onnx`);
  const tokenizer = join(dir, name, "tokenizer.json");
  if (!(await isFile(tokenizer))) throw missing(`${name} has no tokenizer.json`);
  return { dims, dtype, revision: await hashOf([config, tokenizer, weights]) };
};

/** Where the package is that runs the models. Throws EmbeddingFailure with how to install it. */
export const findTransformers = (dir: string): string => {
  try {
    return createRequire(join(dir, "package.json")).resolve(transformersPackage);
  } catch {
    throw missing(
      `run npm install --ignore-scripts ${transformersPackage} in the folder of XIN_MODELS_DIR`,
    );
  }
};

const namePattern = /^[\w-][\w.-]{0,99}$/;

const isFile = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => null))?.isFile() ?? false;

const dimsIn = (config: string): number | null => {
  const { hidden_size, d_model, dim } = parsed(config);
  const dims = hidden_size ?? d_model ?? dim;
  const fits = typeof dims === "number" && Number.isInteger(dims) && dims >= 1 && dims <= 4096;
  return fits ? dims : null;
};

const parsed = (json: string): Record<string, unknown> => {
  try {
    return Object(JSON.parse(json)) as Record<string, unknown>;
  } catch {
    return {};
  }
};

const hashOf = async (paths: readonly string[]): Promise<string> => {
  const hash = createHash("sha256");
  for (const path of paths) {
    for await (const part of createReadStream(path)) hash.update(part as Buffer);
  }
  return hash.digest("hex").slice(0, 16);
};

const missing = (detail: string) => new EmbeddingFailure({ reason: "not_installed", detail });
