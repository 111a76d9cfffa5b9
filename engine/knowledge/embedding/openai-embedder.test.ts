import { expect, it } from "vitest";
import type { EmbeddingReply } from "../../../tests/fakes/openai-reply.ts";
import { startFakeOpenAI } from "../../../tests/fakes/openai.ts";
import { OpenAiEmbedder } from "./openai-embedder.ts";
import { openAiModel } from "./openai-model.ts";

const open = (url: string, key: string | null = "a key") =>
  new OpenAiEmbedder(
    openAiModel({ url, model: "small", dims: 8, secret: null, prefixes: { question: "query: " } }),
    key,
  );

it("asks in batches, with the key and the prefix, and answers in order", async () => {
  await using fake = await startFakeOpenAI();
  const texts = Array.from({ length: 70 }, (_, index) => `text ${index}`);
  const vectors = await open(fake.url).embed(texts, "passage");
  expect(vectors).toHaveLength(70);
  for (const vector of vectors) expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
  expect(fake.requests.map(({ hasKey }) => hasKey)).toEqual([true, true, true]);
  const [alone] = await open(fake.url, null).embed(["text 69"], "question");
  expect(fake.requests.at(-1)).toMatchObject({
    hasKey: false,
    body: { model: "small", input: ["query: text 69"] },
  });
  const [same] = await open(fake.url).embed(["text 69"], "passage");
  expect([...same!]).toEqual([...vectors[69]!]);
  expect([...alone!]).not.toEqual([...same!]);
});

const entry = (embedding: unknown, index = 0) => ({ embedding, index });
const eight = [1, 2, 3, 4, 5, 6, 7, 8];

it.each<[string, EmbeddingReply, string]>([
  ["an error page", { mode: "garbage" }, "garbage"],
  ["an answer of another kind", { mode: "body", body: { ok: true } }, "garbage"],
  ["null", { mode: "body", body: null }, "garbage"],
  ["too few vectors", { mode: "body", body: { data: [entry(eight)] } }, "garbage"],
  ["one index twice", { mode: "body", body: { data: [entry(eight), entry(eight)] } }, "garbage"],
  [
    "other dimensions",
    { mode: "body", body: { data: [entry([1, 2]), entry([1], 1)] } },
    "wrong_dims",
  ],
  [
    "what is no number",
    { mode: "body", body: { data: [entry([...eight.slice(1), null]), entry(eight, 1)] } },
    "not_finite",
  ],
  [
    "only zeros",
    { mode: "body", body: { data: [entry(eight.map(() => 0)), entry(eight, 1)] } },
    "not_finite",
  ],
  ["a refused key", { mode: "error", status: 401 }, "unauthorized"],
])("names %s, and does not ask again", async (_, reply, reason) => {
  await using fake = await startFakeOpenAI();
  fake.scriptEmbeddings(reply);
  await expect(open(fake.url).embed(["a", "b"], "passage")).rejects.toMatchObject({
    reason,
    lasting: true,
  });
  expect(fake.requests).toHaveLength(1);
});

it("waits as long as a busy server asks, and tries again after an error", async () => {
  await using fake = await startFakeOpenAI();
  fake.scriptEmbeddings(
    { mode: "rate-limited", retryAfterSeconds: 0 },
    { mode: "error", status: 500 },
  );
  expect(await open(fake.url).embed(["a"], "passage")).toHaveLength(1);
  expect(fake.requests).toHaveLength(3);
});

it("lets a question go on without it at once", async () => {
  await using fake = await startFakeOpenAI();
  fake.scriptEmbeddings({ mode: "rate-limited", retryAfterSeconds: 7 });
  await expect(open(fake.url).embed(["a"], "question")).rejects.toMatchObject({
    reason: "rate_limited",
    retryAfterMs: 7000,
  });
  expect(fake.requests).toHaveLength(1);
});

it("says so when nobody is there, and hangs up when it is no longer wanted", async () => {
  await expect(open("http://127.0.0.1:9/v1").embed(["a"], "question")).rejects.toMatchObject({
    reason: "unreachable",
  });
  await using fake = await startFakeOpenAI();
  fake.scriptEmbeddings({ mode: "hang" });
  const controller = new AbortController();
  const asked = open(fake.url).embed(["a"], "passage", controller.signal);
  await expect.poll(() => fake.requests.length).toBe(1);
  controller.abort(new Error("cancelled"));
  await expect(asked).rejects.toThrow("cancelled");
  await expect.poll(() => fake.requests[0]?.outcome).toBe("aborted");
});
