import { appendFile, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeLocalModels } from "../../../tests/support/local-models.ts";
import type { Vector } from "./embedder.ts";
import { openLocalEmbedder } from "./local-embedder.ts";
import { localModel, localModelNames } from "./local-model.ts";

/** A folder with @huggingface/transformers in its node_modules; it is no part of Xin. */
const installed = process.env["XIN_TEST_TRANSFORMERS"];

let dir: string;
beforeAll(async () => {
  dir = await makeLocalModels();
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const packages = () => join(dir, "node_modules", "@huggingface", "transformers");
const open = async (options: Partial<Parameters<typeof localModel>[1]> = {}) =>
  openLocalEmbedder(dir, await localModel(dir, { model: "tiny", ...options }));
const cosine = (a: Vector, b: Vector) =>
  a.reduce((sum, value, index) => sum + value * b[index]!, 0);

it("looks at nothing but the models of the folder", async () => {
  expect(await localModelNames(dir)).toEqual(["tiny"]);
  expect(await localModelNames(null)).toEqual([]);
  expect(await localModelNames(join(dir, "gone"))).toEqual([]);
  for (const model of ["../tiny", "empty", "tiny/..", dir, ".", "node_modules", "tiny/onnx"]) {
    await expect(localModel(dir, { model })).rejects.toMatchObject({ reason: "not_installed" });
  }
  await expect(localModel(null, { model: "tiny" })).rejects.toThrow(/XIN_MODELS_DIR is not set/);
});

it("takes other files, pooling or prefixes for another model", async () => {
  const tiny = await localModel(dir, { model: "tiny" });
  expect(tiny).toMatchObject({ provider: "local", dims: 4, settings: { pooling: "mean" } });
  const cls = await localModel(dir, { model: "tiny", pooling: "cls" });
  const asked = await localModel(dir, { model: "tiny", prefixes: { question: "a " } });
  expect(new Set([tiny.id, cls.id, asked.id]).size).toBe(3);
  await appendFile(join(dir, "tiny", "config.json"), "\n");
  await expect(openLocalEmbedder(dir, tiny)).rejects.toThrow(/have changed: add it again/);
});

it("says how to install the package that is missing", async () => {
  await expect(open()).rejects.toThrow(/npm install --ignore-scripts @huggingface\/transformers/);
});

describe("with a package that does as transformers.js", () => {
  beforeAll(async () => {
    await mkdir(packages(), { recursive: true });
    await writeFile(join(packages(), "package.json"), '{"main":"index.cjs"}');
    await writeFile(join(packages(), "index.cjs"), standIn);
  });
  afterAll(() => rm(join(dir, "node_modules"), { recursive: true, force: true }));

  it("asks the model in a thread, with its prefix, and nothing from elsewhere", async () => {
    const embedder = await open({ prefixes: { question: "week" } });
    const [question, passage, other] = await embedder.embed(["aa", "b", "cccc"], "question");
    expect(Math.hypot(...question!)).toBeCloseTo(1, 5);
    // The stand-in's vectors are [length of the text, 1, 0, 0].
    expect(question![0]! / question![1]!).toBeCloseTo(6, 4);
    expect(passage![0]! / passage![1]!).toBeCloseTo(5, 4);
    expect(other![0]! / other![1]!).toBeCloseTo(8, 4);
    const [plain] = await embedder.embed(["aa"], "passage");
    expect(plain![0]! / plain![1]!).toBeCloseTo(2, 4);
  });

  it("names what the model answers wrong, and goes on", async () => {
    const embedder = await open();
    await expect(embedder.embed(["short"], "passage")).resolves.toHaveLength(1);
    await expect(embedder.embed(["wide"], "passage")).rejects.toMatchObject({
      reason: "wrong_dims",
    });
    await expect(embedder.embed(["throw"], "passage")).rejects.toMatchObject({ reason: "garbage" });
    await expect(embedder.embed(["exit"], "passage")).rejects.toMatchObject({
      reason: "thread_ended",
    });
    await expect(embedder.embed(["again"], "passage")).resolves.toHaveLength(1);
  });
});

describe.skipIf(installed === undefined)(
  "with transformers.js (needs XIN_TEST_TRANSFORMERS, a folder with it)",
  () => {
    let own: string;
    beforeAll(async () => {
      own = await makeLocalModels();
      await symlink(join(installed!, "node_modules"), join(own, "node_modules"));
    });
    afterAll(() => rm(own, { recursive: true, force: true }));

    it("makes vectors that depend on the words, by the mean or by the first token", async () => {
      const embedder = await openLocalEmbedder(own, await localModel(own, { model: "tiny" }));
      const [one, same, other] = await embedder.embed(
        ["Refunds take a week", "a week refunds take", "lamps shine"],
        "passage",
      );
      expect(Math.hypot(...one!)).toBeCloseTo(1, 5);
      expect(cosine(one!, same!)).toBeCloseTo(1, 5);
      expect(cosine(one!, other!)).toBeLessThan(0.99);
      const byFirst = await localModel(own, { model: "tiny", pooling: "cls" });
      const [a, b] = await (
        await openLocalEmbedder(own, byFirst)
      ).embed(["refunds", "lamps"], "passage");
      expect(cosine(a!, b!)).toBeCloseTo(1, 5);
    });
  },
);

const standIn = `
exports.env = {};
exports.pipeline = async (task, name, options) => {
  const { allowRemoteModels, localModelPath } = exports.env;
  if (allowRemoteModels !== false || !localModelPath) throw new Error("would load from elsewhere");
  if (task !== "feature-extraction" || name !== "tiny" || options.dtype !== "fp32") throw new Error("odd");
  return async (texts) => {
    if (texts.includes("exit")) process.exit(1);
    if (texts.includes("throw")) throw new Error("no such operator");
    const length = texts.includes("wide") ? 5 : 4;
    const rows = texts.map((text) => [text.length, 1, 0, 0, 0].slice(0, length));
    return { data: Float32Array.from(rows.flat()), dims: [texts.length, length] };
  };
};
`;
