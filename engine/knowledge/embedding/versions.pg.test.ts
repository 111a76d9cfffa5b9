import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readModelsInUse } from "#db/reads/embedding-models.ts";
import { type FakeOpenAI, startFakeOpenAI } from "../../../tests/fakes/openai.ts";
import { documentsOf } from "../../../tests/support/test-documents.ts";
import { describeEngines, type TestDb } from "../../../tests/support/test-db.ts";
import { makeTestWorkspace, type TestWorkspace } from "../../../tests/support/test-workspace.ts";
import { openJobs, type Jobs } from "../../runtime/jobs/jobs.ts";
import { openLocalKeys } from "../../tenancy/key-provider.ts";
import { systemEnvelope } from "../../tenancy/system-envelope.ts";
import { hashModel } from "../hash-embedding.ts";
import { indexNow } from "../index-now.ts";
import { retrieve } from "../retrieve.ts";
import { compareModels } from "./compare-models.ts";
import { readEmbeddingStatus } from "./embedding-status.ts";
import { type Embedding, openEmbedding } from "./open-embedding.ts";
import { openAiModel } from "./openai-model.ts";
import { completeVectors } from "./start-embedding.ts";

describeEngines("versions of embedding models", (open) => {
  let database: TestDb;
  let workspace: TestWorkspace;
  let fake: FakeOpenAI;
  let jobs: Jobs;
  let embedding: Embedding;
  let tenantId: string;
  let folder: string;
  const envelope = () => systemEnvelope(tenantId, "test");
  const lamps = Array.from({ length: 70 }, (_, index) => `Lamp number ${index} shines well.`);

  beforeAll(async () => {
    database = await open();
    workspace = await makeTestWorkspace(database.db);
    ({ tenantId } = workspace);
    fake = await startFakeOpenAI();
    jobs = await openJobs(database.endpoint("xin_jobs"), {
      engine: database.db.engine,
      onError: () => {},
    });
    folder = await mkdtemp(join(tmpdir(), "xin-models-"));
    const config = { embeddingUrl: null, llmKey: null, modelAllow: [], modelsDir: null };
    const keys = await openLocalKeys(folder);
    embedding = await openEmbedding(workspace.deps, jobs, { keys, config });
    await indexNow(database, envelope(), documentsOf("Refunds take a week.", ...lamps));
  });
  afterAll(async () => {
    await jobs?.stop();
    await fake?.[Symbol.asyncDispose]();
    await database?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const small = () => openAiModel({ url: fake.url, model: "small", dims: 8, secret: null });
  const missing = async (use: string) =>
    (await readEmbeddingStatus(database.db, tenantId)).find((one) => one.use === use)?.missing;
  const asked = () =>
    fake.requests.flatMap(({ body }) => (body as { input: string[] }).input).length;
  const best = async (question: string) =>
    (await retrieve(database.db, tenantId, question)).passages[0]?.text;

  it("refuses a model that does not answer, before anything is changed", async () => {
    const nowhere = openAiModel({ url: "http://127.0.0.1:9", model: "x", dims: 8, secret: null });
    await expect(embedding.build(envelope(), nowhere)).rejects.toMatchObject({ kind: "invalid" });
    const other = openAiModel({ url: fake.url, model: "small", dims: 9, secret: null });
    await expect(embedding.build(envelope(), other)).rejects.toThrow(/8 instead of 9/);
    const sealed = openAiModel({ url: fake.url, model: "small", dims: 8, secret: "none" });
    await expect(embedding.build(envelope(), sealed)).rejects.toThrow(/key/);
    const viewer = await workspace.addPerson("Vera", "viewer");
    await expect(embedding.build(viewer.as(), small())).rejects.toMatchObject({
      kind: "forbidden",
    });
    expect(await readEmbeddingStatus(database.db, tenantId)).toMatchObject([
      { use: "active", model: { id: hashModel.id }, missing: 0 },
    ]);
  });

  it("builds beside the model in use, which goes on answering, and gives new passages both", async () => {
    await embedding.build(envelope(), small());
    expect(await missing("building")).toBe(71);
    await expect(embedding.activate(envelope(), { modelId: small().id })).rejects.toThrow(
      /71 passages have no vector/,
    );
    expect(await best("how long does a refund take")).toBe("Refunds take a week.");
    await indexNow(database, envelope(), documentsOf("We ship to Iceland."));
    expect(await missing("building")).toBe(71);
  });

  it("goes on after an interruption with what is missing, and asks for nothing twice", async () => {
    const before = asked();
    fake.scriptEmbeddings({ mode: "vectors" }, { mode: "error", status: 401 });
    const job = { tenantId, modelId: small().id };
    await expect(completeVectors(workspace.deps, job)).rejects.toMatchObject({
      reason: "unauthorized",
    });
    expect(await missing("building")).toBe(39);
    // Two workers at once, since one that was thought dead may not be.
    await Promise.all([completeVectors(workspace.deps, job), completeVectors(workspace.deps, job)]);
    expect(await missing("building")).toBe(0);
    const repeated = asked();
    await completeVectors(workspace.deps, job);
    expect(asked()).toBe(repeated);
    expect(repeated - before).toBeLessThanOrEqual(32 + 32 + 2 * 39);
    const [row] = await database.db.tenant(
      tenantId,
      (tx) => tx<{ vectors: number; codes: number }[]>`
        select (select count(*)::int from xin.chunk_embeddings where model_id = ${job.modelId}) as vectors,
          (select count(*)::int from xin.chunk_codes where model_id = ${job.modelId}) as codes`,
    );
    expect(row).toEqual({ vectors: 72, codes: 72 });
  });

  it("copies the vector of words it knows", async () => {
    const before = asked();
    const [twin] = documentsOf("We ship to Iceland.");
    await indexNow(database, envelope(), [{ ...twin!, content: Buffer.from("another file") }]);
    expect(asked()).toBe(before);
    expect(await missing("building")).toBe(0);
  });

  it("compares the two on the same questions, without changing who answers", async () => {
    const sources = (await retrieve(database.db, tenantId, "refunds")).passages;
    const ids = [hashModel.id, small().id] as const;
    const comparison = await compareModels(database.db, tenantId, ids, [
      { text: "how long do refunds take", sourceIds: [sources[0]!.sourceId] },
      { text: "lamp number 3", sourceIds: [] },
    ]);
    expect(comparison).toMatchObject({ questions: 2, hits: [{ at: { 1: 1 } }, { at: { 10: 1 } }] });
    expect(comparison.hits.map(({ unasked }) => unasked)).toEqual([0, 0]);
    expect(comparison.overlapAt5).toBeGreaterThan(0);
    await expect(
      compareModels(database.db, tenantId, [hashModel.id, "nobody"], []),
    ).rejects.toMatchObject({ kind: "not_found" });
    const models = await database.db.tenant(tenantId, readModelsInUse);
    expect(models?.active.id).toBe(hashModel.id);
  });

  it("swaps at once, and back without asking for a vector", async () => {
    await embedding.activate(envelope(), { modelId: small().id });
    const before = asked();
    expect(await best("how long does a refund take")).toBe("Refunds take a week.");
    expect(asked()).toBe(before + 1);
    await indexNow(database, envelope(), documentsOf("Gift cards never expire."));
    expect(await missing("active")).toBe(0);
    await embedding.activate(envelope(), { modelId: hashModel.id });
    expect(await readEmbeddingStatus(database.db, tenantId)).toMatchObject([
      { use: "active", model: { id: hashModel.id } },
      { use: "previous", model: { id: small().id }, missing: 0 },
    ]);
    await embedding.activate(envelope(), { modelId: small().id });
    const events = await database.db.tenant(
      tenantId,
      (tx) => tx<{ type: string }[]>`
        select type from xin.events where type like 'embedding.%' order by position`,
    );
    // Whoever finds it complete says so, and two workers were at it.
    const types = events.map(({ type }) => type);
    expect([...new Set(types)]).toEqual([
      "embedding.building",
      "embedding.built",
      "embedding.activated",
    ]);
    expect(types.filter((type) => type === "embedding.activated")).toHaveLength(3);
    const audit = await database.db.tenant(
      tenantId,
      (tx) => tx`select 1 from xin.audit_log where action = 'embedding.activate'`,
    );
    expect(audit).toHaveLength(3);
  });

  it("answers without the model while its server is away, and says so", async () => {
    fake.scriptEmbeddings({ mode: "error", status: 503 });
    const { passages, modelFailure } = await retrieve(database.db, tenantId, "ship to Iceland?");
    expect(modelFailure).toBe("refused");
    const ids = [hashModel.id, small().id] as const;
    const questions = [{ text: "is a lamp repaired", sourceIds: [] }];
    const { hits } = await compareModels(database.db, tenantId, ids, questions);
    expect(hits.map(({ unasked }) => unasked)).toEqual([0, 1]);
    expect(passages[0]?.text).toBe("We ship to Iceland.");
  });

  it("publishes while the server is away, and makes the vectors later", async () => {
    fake.scriptEmbeddings({ mode: "error", status: 401 });
    await indexNow(database, envelope(), documentsOf("Bulbs are sold in packs of six."));
    expect(await best("bulbs in packs")).toBe("Bulbs are sold in packs of six.");
    expect(await missing("active")).toBe(1);
    await completeVectors(workspace.deps, { tenantId, modelId: small().id });
    expect(await missing("active")).toBe(0);
  });

  it("drops what does not answer, and only that", async () => {
    await expect(embedding.drop(envelope(), { modelId: small().id })).rejects.toMatchObject({
      kind: "conflict",
    });
    await embedding.activate(envelope(), { modelId: hashModel.id });
    await embedding.drop(envelope(), { modelId: small().id });
    await expect(embedding.drop(envelope(), { modelId: hashModel.id })).rejects.toThrow(/in use/);
    await expect(embedding.drop(envelope(), { modelId: "nobody" })).rejects.toMatchObject({
      kind: "not_found",
    });
    const rows = await database.db.tenant(
      tenantId,
      (tx) => tx<{ model: string }[]>`select distinct model_id as model from xin.chunk_codes`,
    );
    expect(rows).toEqual([{ model: hashModel.id }]);
  });

  it("is built by a job, also for a model that was dropped", async () => {
    await embedding.start();
    await embedding.build(envelope(), small());
    await expect.poll(() => missing("building"), { timeout: 60_000 }).toBe(0);
  });
});
