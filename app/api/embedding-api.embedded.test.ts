import { rm } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { WireError } from "#contract/ack.ts";
import { indexNow } from "#engine/knowledge/index-now.ts";
import { systemEnvelope } from "#engine/tenancy/system-envelope.ts";
import { type FakeOpenAI, startFakeOpenAI } from "../../tests/fakes/openai.ts";
import { type FakeRerank, longestFirst, startFakeRerank } from "../../tests/fakes/rerank.ts";
import { makeLocalModels } from "../../tests/support/local-models.ts";
import { type ServedApi, serveApi } from "../../tests/support/serve-api.ts";
import { makeTenant } from "../../tests/support/test-db.ts";
import { documentsOf } from "../../tests/support/test-documents.ts";

type Refusal = { error: WireError };
type Model = { id: string; use: string; missing: number; hasKey: boolean; url: string | null };

const key = "sk-the-key-of-this-workspace";
let modelsDir: string;
let lent: FakeOpenAI;
let own: FakeOpenAI;
let rerank: FakeRerank;
let api: ServedApi;
let tenantId: string;
let refunds: string;

beforeAll(async () => {
  modelsDir = await makeLocalModels();
  lent = await startFakeOpenAI();
  own = await startFakeOpenAI();
  rerank = await startFakeRerank(longestFirst);
  api = await serveApi({
    XIN_EMBEDDING_URL: lent.url,
    XIN_LLM_KEY: "the installation's",
    XIN_MODELS_DIR: modelsDir,
    XIN_MODEL_ALLOW: [own, rerank].map(({ url }) => new URL(url).host).join(","),
  });
  const { db } = api.services;
  tenantId = await makeTenant(db, "acme");
  for (const role of ["owner", "admin", "viewer"] as const) {
    await api.addToken(tenantId, "acme", role);
  }
  await api.addToken(await makeTenant(db, "globex"), "globex", "owner");
  const documents = documentsOf("Refunds take a week.", "We ship to Iceland.", "Lamps shine.");
  await indexNow({ db }, systemEnvelope(tenantId, "test"), documents);
  const { body } = await call<{ passages: { sourceId: string }[] }>(
    "POST",
    "/api/v1/retrieval/try",
    { body: { question: "refunds take how long" } },
  );
  refunds = body.passages[0]!.sourceId;
  await api.services.embedding.start();
});
afterAll(async () => {
  await api?.close();
  await lent?.[Symbol.asyncDispose]();
  await own?.[Symbol.asyncDispose]();
  await rerank?.[Symbol.asyncDispose]();
  if (modelsDir) await rm(modelsDir, { recursive: true, force: true });
});

const call: ServedApi["call"] = (method, path, options) => api.call(method, path, options);
const base = "/api/v1/embedding";
const choice = () => ({ provider: "openai", url: own.url, model: "small", dims: 8 });
const add = (body: object, as = "acme.owner") =>
  call<Refusal & { modelId: string }>("POST", `${base}/models`, { as, body });
const models = async () =>
  (await call<{ models: Model[] }>("GET", `${base}/models`, { as: "acme.viewer" })).body.models;
const built = async (id: string) =>
  await expect
    .poll(async () => (await models()).find((one) => one.id === id), { timeout: 60_000 })
    .toMatchObject({ missing: 0 });
const secrets = () =>
  api.services.db.tenant(
    tenantId,
    (tx) => tx<{ name: string }[]>`select name from xin.secrets order by name`,
  );
const sealedKeys = () =>
  api.services.db.tenant(
    tenantId,
    (tx) =>
      tx`select name, encode(ciphertext, 'hex') as sealed, created_at from xin.secrets order by name`,
  );

test("a model with a key of its own is added, built, compared, let answer and taken back", async () => {
  expect(await models()).toMatchObject([{ use: "active", provider: "xin", missing: 0 }]);
  const keyed = { ...choice(), key, prefixes: { question: "query: " } };
  const added = await add(keyed);
  expect(added.status).toBe(200);
  const { modelId } = added.body;
  await built(modelId);
  expect(own.requests.every(({ hasKey }) => hasKey)).toBe(true);
  const answer = await call("GET", `${base}/models`);
  expect(JSON.stringify(answer.body)).not.toContain(key);
  expect((await models())[1]).toMatchObject({ use: "building", url: own.url, hasKey: true });

  const question = { question: "how long do refunds take", sourceId: refunds };
  await call("POST", "/api/v1/retrieval/questions", { body: question });
  const path = `${base}/comparison?modelId=${modelId}`;
  const compared = await call("GET", path, { as: "acme.viewer" });
  expect(compared.body).toMatchObject({
    questions: 1,
    saved: 1,
    next: null,
    hits: [
      { at: { 1: 1, 3: 1, 10: 1 }, unasked: 0 },
      { modelId, at: { 10: 1 }, unasked: 0 },
    ],
  });
  expect((await call("GET", `${path}&from=1`)).body).toMatchObject({ questions: 0, saved: 1 });
  expect((await call("GET", `${path}&from=x`)).status).toBe(400);

  const activate = (as: string) => call("POST", `${base}/active`, { as, body: { modelId } });
  expect((await activate("acme.viewer")).status).toBe(403);
  expect((await activate("acme.admin")).body).toEqual({ modelId });
  expect(await models()).toMatchObject([{ id: modelId, use: "active" }, { use: "previous" }]);
  const stored = await sealedKeys();
  expect((await add({ ...keyed, key: `${key}-of-a-refusal` })).body.error.kind).toBe("conflict");
  expect(await sealedKeys()).toEqual(stored);
  const back = await call<{ modelId: string }>("POST", `${base}/back`);
  expect(back.status).toBe(200);
  expect(await models()).toMatchObject([
    { id: back.body.modelId, use: "active" },
    { id: modelId, use: "previous", missing: 0 },
  ]);
});

test("a key is replaced when the model answers with it, and deleted with the model", async () => {
  const { id } = (await models()).find(({ use }) => use === "previous")!;
  const setKey = (as: string) =>
    call<Refusal>("PUT", `${base}/models/${id}/key`, { as, body: { key: `${key}-2` } });
  expect((await setKey("acme.admin")).body.error.kind).toBe("forbidden");
  own.scriptEmbeddings({ mode: "error", status: 401 });
  const refused = await setKey("acme.owner");
  expect(refused.body.error).toMatchObject({
    kind: "invalid",
    message: expect.stringMatching(/refused the API key/),
  });
  expect(refused.body.error.message).not.toContain(key);
  expect((await setKey("acme.owner")).status).toBe(204);
  expect(await secrets()).toEqual([{ name: `embedding.${id}` }]);
  expect((await call("DELETE", `${base}/models/${id}`)).status).toBe(204);
  expect(await secrets()).toEqual([]);
  expect(await models()).toMatchObject([{ use: "active", provider: "xin" }]);
  expect((await call<Refusal>("POST", `${base}/back`)).body.error.kind).toBe("conflict");
});

test("the installation lends its API with its key, and shows neither", async () => {
  const { body } = await add({ provider: "openai", model: "lent", dims: 8 }, "acme.admin");
  await built(body.modelId);
  expect(lent.requests.at(-1)).toMatchObject({ hasKey: true, body: { model: "lent" } });
  expect((await models())[1]).toMatchObject({ id: body.modelId, url: null, hasKey: true });
  const replace = { as: "acme.owner", body: { key } };
  const replaced = await call("PUT", `${base}/models/${body.modelId}/key`, replace);
  expect(replaced.status).toBe(409);
  expect((await call("GET", `${base}/offers`)).body).toEqual({ local: ["tiny"], api: true });
  // The folder has a model, and not the package that runs it.
  const local = await add({ provider: "local", model: "tiny" });
  expect(local.body.error).toMatchObject({
    kind: "invalid",
    message: expect.stringMatching(/npm install --ignore-scripts @huggingface\/transformers/),
  });
  const outside = await add({ provider: "local", model: "../tiny" });
  expect(outside.body.error.message).toMatch(/no such folder/);
  expect((await add(choice())).body.error).toMatchObject({
    kind: "conflict",
    message: expect.stringMatching(/Drop it/),
  });
  expect((await call("DELETE", `${base}/models/${body.modelId}`)).status).toBe(204);
});

test("a key comes from an owner alone, for an address that is open to everybody or allowed", async () => {
  expect((await add({ ...choice(), key }, "acme.admin")).body.error.kind).toBe("forbidden");
  expect((await add({ provider: "bundled" }, "acme.viewer")).body.error.kind).toBe("forbidden");
  const hidden = await add({ ...choice(), key, url: lent.url });
  expect(hidden.body.error).toMatchObject({
    kind: "invalid",
    message: expect.stringMatching(/private network/),
  });
  const nowhere = await add({ ...choice(), url: "http://169.254.169.254/v1" });
  expect(nowhere.body.error.message).toMatch(/private network/);
  for (const url of ["ftp://example.com", "http://a:b@example.com/v1", "v1", `${own.url}?a=b`]) {
    expect((await add({ ...choice(), url })).body.error.kind).toBe("invalid");
  }
  const { url: _, ...ofNobody } = choice();
  expect((await add({ ...ofNobody, key })).body.error.message).toMatch(/URL of the API/);
  for (const wrong of [{ dims: 0 }, { dims: 4097 }, { model: "" }, { provider: "other" }]) {
    const answer = await add({ ...choice(), key, ...wrong });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).not.toContain(key);
  }
  const answer = await add({ ...choice(), key: key.repeat(100) });
  expect([answer.status, JSON.stringify(answer.body).includes(key)]).toEqual([400, false]);
  expect(await secrets()).toEqual([{ name: "embedding.key" }]);
});

test("another workspace's model answers as one that does not exist", async () => {
  const { body } = await add(choice());
  await built(body.modelId);
  const as = "globex.owner";
  const requests = (id: string) =>
    [
      ["POST", `${base}/active`, { as, body: { modelId: id } }],
      ["PUT", `${base}/models/${id}/key`, { as, body: { key } }],
      ["DELETE", `${base}/models/${id}`, { as }],
      ["GET", `${base}/comparison?modelId=${id}`, { as }],
    ] as const;
  const answers = async (id: string) => {
    const all: unknown[] = [];
    for (const [method, path, options] of requests(id)) {
      const { status, body: refusal } = await call(method, path, options);
      all.push([status, JSON.stringify(refusal).replaceAll(id, "ID")]);
    }
    return all;
  };
  const foreign = await answers(body.modelId);
  expect(foreign).toEqual(await answers("openai-000000000000"));
  expect(foreign.map((one) => (one as [number])[0])).toEqual([404, 404, 404, 404]);
  expect((await call("GET", `${base}/models`, { as })).body).toEqual({ models: [] });
  expect((await call("GET", `${base}/models`, { as: "nobody" })).status).toBe(401);
});

test("a rerank model is set when it gives an order, asked again, and taken off with its key", async () => {
  const path = `${base}/reranker`;
  const before = await secrets();
  const shown = async (as?: string) => (await call("GET", path, as ? { as } : {})).body;
  const set = (body: object, as = "acme.owner") => call<Refusal>("PUT", path, { as, body });
  const mine = { url: rerank.url, model: "order-1" };
  expect(await shown()).toEqual({ reranker: null });
  expect((await call("POST", `${path}/test`)).status).toBe(404);
  expect((await set({ ...mine, key }, "acme.admin")).body.error.kind).toBe("forbidden");
  expect((await set(mine, "acme.viewer")).body.error.kind).toBe("forbidden");
  // An address with no such path gives no order.
  expect((await set({ ...mine, url: `${rerank.url}/none` })).body.error.kind).toBe("invalid");
  expect((await set({ ...mine, url: "http://169.254.169.254/v1" })).body.error.message).toMatch(
    /private network/,
  );
  expect(await shown()).toEqual({ reranker: null });
  expect(await secrets()).toEqual(before);

  const done = { ms: expect.any(Number), isRight: true };
  expect(await set({ ...mine, key })).toMatchObject({ status: 200, body: done });
  expect(rerank.asked.at(-1)).toMatchObject({ hasKey: true });
  expect(await shown("acme.viewer")).toEqual({ reranker: { ...mine, hasKey: true } });
  expect((await call("POST", `${path}/test`)).body).toEqual(done);
  expect(await shown("globex.owner")).toEqual({ reranker: null });
  const asked = rerank.asked.length;
  const question = { body: { question: "refunds take how long" } };
  expect((await call("POST", "/api/v1/retrieval/try", question)).status).toBe(200);
  expect(rerank.asked.length).toBeGreaterThan(asked);

  expect((await call("DELETE", path, { as: "acme.viewer" })).status).toBe(403);
  expect((await call("DELETE", path)).status).toBe(204);
  expect(await shown()).toEqual({ reranker: null });
  expect(await secrets()).toEqual(before);
});
