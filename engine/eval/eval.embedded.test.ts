import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startFakeOpenAI } from "../../tests/fakes/openai.ts";

const articles = [
  {
    id: "r1",
    article: "returns",
    tenant: "shop",
    title: "Returns",
    heading: "",
    text: "You may return a lamp within 30 days.",
    lang: "en",
  },
  {
    id: "r2",
    article: "returns",
    tenant: "shop",
    title: "Returns",
    heading: "Refunds",
    text: "The money is back on your card within a week.",
    lang: "en",
  },
  {
    id: "s1",
    article: "shipping",
    tenant: "shop",
    title: "Shipping",
    heading: "",
    text: "We ship to Spain and Italy in four days.",
    lang: "en",
  },
  {
    id: "b1",
    article: "boats",
    tenant: "port",
    title: "Boats",
    heading: "",
    text: "Ferries to Spain leave at noon.",
    lang: "en",
  },
  {
    id: "z1",
    article: "发票",
    tenant: "shop",
    title: "发票",
    heading: "",
    text: "企业客户可以在订单页面申请增值税发票。",
    lang: "zh",
  },
];
const questions = [
  { id: "1", gold: ["returns"], tenant: "shop", text: "how do i return a lamp", lang: "en" },
  { id: "2", gold: ["shipping"], tenant: "shop", text: "do you ship to spain", lang: "en" },
  { id: "3", gold: ["boats"], tenant: "port", text: "when do ferries to spain leave", lang: "en" },
  { id: "4", gold: ["发票"], tenant: "shop", text: "怎么申请发票", lang: "zh" },
  { id: "5", gold: [], tenant: "shop", text: "who won the world cup", lang: "en" },
];
const examples = [
  { id: "1", intent: "greet", text: "good morning to you", lang: "en" },
  { id: "2", intent: "greet", text: "hello there", lang: "en" },
  { id: "3", intent: "bill", text: "where is my bill", lang: "en" },
  { id: "4", intent: "bill", text: "please send the bill again", lang: "en" },
];
const asked = [{ id: "1", gold: ["bill"], text: "can you send me the bill", lang: "en" }];

let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "xin-eval-test-"));
  const lines = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join("\n");
  await writeFile(at("chunks.jsonl"), lines(articles));
  await writeFile(at("queries.jsonl"), lines(questions));
  await writeFile(at("faq.jsonl"), lines(examples));
  await writeFile(at("asked.jsonl"), lines(asked));
  await writeFile(at("broken.jsonl"), '{"id": "1", "text": 5}');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the command as a person would. */
const run = (...flags: readonly string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const command = ["engine/eval/main.ts", ...flags];
    const child = execFile(process.execPath, command, { timeout: 50_000 }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? 1, stdout, stderr }),
    );
  });

it("measures retrieval through the product's own index, each tenant by itself", async () => {
  const files = ["--chunks", at("chunks.jsonl"), "--queries", at("queries.jsonl")];
  const { code, stdout } = await run("retrieval", ...files, "--embedding", "none", "--json");
  expect(code).toBe(0);
  expect(stdout.trim().split("\n")).toHaveLength(1);
  const report: unknown = JSON.parse(stdout);
  expect(report).toMatchObject({ n: 4, r1: 1, r5: 1, mrr10: 1, ndcg10: 1, auroc: 1 });
  const names = ["coverage95", "precision95", "p50ms", "p95ms", "indexMsPer1k"];
  for (const name of names) expect(report).toHaveProperty(name);
});

it("measures with a model behind a URL, whose vectors tell their length", async () => {
  await using fake = await startFakeOpenAI({ dimensions: 24 });
  const files = ["--chunks", at("chunks.jsonl"), "--queries", at("queries.jsonl")];
  const chosen = ["--embedding", fake.url, "--model", "tiny"];
  const { code, stdout } = await run("retrieval", ...files, ...chosen, "--json");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ n: 4 });
  const bodies = fake.requests.map(({ body }) => body as { model: string; input: string[] });
  expect(new Set(bodies.map(({ model }) => model))).toEqual(new Set(["tiny"]));
  expect(bodies.flatMap(({ input }) => input).length).toBeGreaterThan(1 + 4);
});

it("says why a model behind a URL cannot be asked", async () => {
  await using fake = await startFakeOpenAI();
  fake.scriptEmbeddings({ mode: "error", status: 401 }, { mode: "body", body: { ok: true } });
  const files = ["--chunks", at("chunks.jsonl"), "--queries", at("queries.jsonl")];
  const refused = await run("retrieval", ...files, "--embedding", fake.url);
  expect(refused).toMatchObject({ code: 2, stdout: "" });
  expect(refused.stderr).toMatch(/no vector of text-embedding-3-small .* refused the API key/);
  const strange = await run("retrieval", ...files, "--embedding", fake.url);
  expect(strange).toMatchObject({ code: 2, stdout: "" });
  expect(strange.stderr).toMatch(/answered without a vector/);
});

it("measures example questions of intents, with the shots that were asked for", async () => {
  const files = ["--chunks", at("faq.jsonl"), "--queries", at("asked.jsonl")];
  const all = await run("retrieval", ...files, "--json");
  expect(JSON.parse(all.stdout)).toMatchObject({ n: 1, r1: 1, auroc: null });
  const readable = await run("retrieval", ...files, "--shots", "1");
  expect(readable.stdout).toMatch(/^n +1\nr1 +1$/m);
});

it.each([
  ["an evaluation that does not exist", ["speed"], /no evaluation "speed"/],
  ["no file", ["retrieval"], /--chunks is missing/],
  ["a flag nobody knows", ["retrieval", "--colour", "red"], /colour/],
  [
    "a model that does not exist",
    ["retrieval", "--chunks", "a", "--queries", "b", "--embedding", "huge"],
    /must be none, bundled or the base URL/,
  ],
  [
    "shots that are no number",
    ["retrieval", "--chunks", "a", "--queries", "b", "--shots", "0"],
    /whole number/,
  ],
  [
    "a file that does not exist",
    ["retrieval", "--chunks", "no.jsonl", "--queries", "no.jsonl"],
    /Cannot read no\.jsonl/,
  ],
])("refuses %s", async (_, flags, message) => {
  const { code, stdout, stderr } = await run(...flags);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(message);
});

it("names the line that is wrong", async () => {
  const files = ["--chunks", at("broken.jsonl"), "--queries", at("queries.jsonl")];
  const { code, stderr } = await run("retrieval", ...files);
  expect(code).toBe(2);
  expect(stderr).toMatch(/broken\.jsonl, line 1/);
});
