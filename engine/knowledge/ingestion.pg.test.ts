import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSource, readSources, type Source } from "#db/reads/knowledge.ts";
import { beginVersions, insertChunks } from "#db/writes/source-versions.ts";
import { makePdf } from "../../tests/support/make-pdf.ts";
import { describeEngines, type TestDb } from "../../tests/support/test-db.ts";
import {
  makeTestWorkspace,
  type Person,
  type TestWorkspace,
} from "../../tests/support/test-workspace.ts";
import { type Jobs, openJobs } from "../runtime/jobs/jobs.ts";
import { hashModel } from "./hash-embedding.ts";
import { type Knowledge, openKnowledge } from "./open-knowledge.ts";
import { processSource, sweepSource } from "./process-source.ts";
import { SourceWork } from "./source-work.ts";
import { retrieve } from "./retrieve.ts";

describeEngines("ingestion", (open) => {
  let database: TestDb;
  let jobs: Jobs;
  let knowledge: Knowledge;
  let workspace: TestWorkspace;
  let author: Person;

  beforeAll(async () => {
    database = await open();
    jobs = await openJobs(database.endpoint("xin_jobs"), {
      engine: database.engine,
      onError: () => {},
    });
    workspace = await makeTestWorkspace(database.db);
    author = await workspace.addPerson("Ada", "author");
    knowledge = await openKnowledge(workspace.deps, jobs);
    await knowledge.startIngestion();
  });
  afterAll(async () => {
    await jobs?.stop();
    await database?.close();
  });

  const read = (sourceId: string) =>
    database.db.tenant(workspace.tenantId, (tx) => readSource(tx, sourceId));

  /** Waits until a source is done, one way or the other. */
  const settled = async (sourceId: string): Promise<Source> => {
    const until = Date.now() + 30_000;
    for (;;) {
      const source = await read(sourceId);
      if (source !== null && (source.state === "live" || source.state === "failed")) return source;
      if (Date.now() > until) throw new Error(`The source is still ${source?.state}`);
      await sleep(30);
    }
  };

  const addText = (words: string, title?: string) =>
    knowledge.addSource(author.as(), { kind: "text", title, bytes: Buffer.from(words) });

  /** The states it went through; progress within one is told more than once. */
  const statesOf = (sourceId: string) =>
    workspace.published
      .flatMap((message) =>
        message.type === "knowledge" && message.sourceId === sourceId ? [message.state] : [],
      )
      .filter((state, index, all) => state !== all[index - 1]);

  const ask = (question: string) => retrieve(database.db, workspace.tenantId, question);

  it("makes a source answer, and tells of every step", async () => {
    const { sourceId, isNew } = await knowledge.addSource(author.as(), {
      kind: "file",
      filename: "warranty.pdf",
      mime: "application/pdf",
      url: "https://shop.example/warranty.pdf",
      bytes: makePdf([[{ text: "Our lamps have a warranty of seven years." }]]),
    });
    expect(isNew).toBe(true);
    expect(await settled(sourceId)).toMatchObject({
      state: "live",
      title: "warranty",
      lang: "en",
      chunkCount: 1,
      version: 1,
      createdBy: "Ada",
      failureReason: null,
    });
    const [first] = (await ask("how long is the warranty")).passages;
    expect(first).toMatchObject({ sourceId, url: "https://shop.example/warranty.pdf#page=1" });
    expect(statesOf(sourceId)).toEqual(["queued", "extracting", "chunking", "embedding", "live"]);
  });

  it("knows the same bytes again", async () => {
    const first = await addText("Each lamp comes with a spare fuse.", "Fuses");
    await settled(first.sourceId);
    const again = await addText("Each lamp comes with a spare fuse.", "Another title");
    expect(again).toEqual({ sourceId: first.sourceId, isNew: false });
    expect((await read(first.sourceId))!.title).toBe("Fuses");
  });

  it("says why a source cannot be used, and tries it again when asked", async () => {
    const { sourceId } = await knowledge.addSource(author.as(), {
      kind: "file",
      filename: "locked.pdf",
      bytes: makePdf([[{ text: "secret" }]], { locked: true }),
    });
    expect(await settled(sourceId)).toMatchObject({ state: "failed", failureReason: "encrypted" });
    await knowledge.retrySource(author.as(), { sourceId });
    expect(await settled(sourceId)).toMatchObject({ state: "failed", failureReason: "encrypted" });
    expect(statesOf(sourceId).filter((state) => state === "failed")).toHaveLength(2);
  });

  it("keeps answering with the old page while a new one is made, and after it failed", async () => {
    const page = (words: string) => ({
      kind: "url" as const,
      url: "https://shop.example/hours",
      mime: "text/html",
      bytes: Buffer.from(`<html><body><p>${words}</p></body></html>`),
    });
    const { sourceId } = await knowledge.addSource(
      author.as(),
      page("The workshop opens at nine."),
    );
    await settled(sourceId);
    const changed = await knowledge.addSource(author.as(), page("The workshop opens at eleven."));
    expect(changed).toEqual({ sourceId, isNew: false });
    expect(await settled(sourceId)).toMatchObject({ state: "live", version: 2, chunkCount: 1 });
    const texts = (await ask("when does the workshop open")).passages.map(({ text }) => text);
    expect(texts.filter((text) => text.includes("workshop"))).toEqual([
      "The workshop opens at eleven.",
    ]);

    await knowledge.addSource(author.as(), page("<script>gone</script>"));
    expect(await settled(sourceId)).toMatchObject({
      state: "failed",
      failureReason: "empty",
      chunkCount: 1,
    });
    expect((await ask("when does the workshop open")).passages[0]!.text).toContain("eleven");
  });

  it("ends in the same state when a job was killed half-way", async () => {
    const { tenantId } = workspace;
    const { sourceId } = await addText("Bulbs are sold in packs of six.", "Bulbs");
    await settled(sourceId);
    // As if the process had died while storing: the state is "embedding", and half a version is staged.
    const [row] = await database.db.tenant(
      tenantId,
      (tx) => tx<{ contentHash: Buffer }[]>`
        update xin.sources set state = 'embedding' where id = ${sourceId}
        returning content_hash as "contentHash"`,
    );
    await database.db.tenant(tenantId, async (tx) => {
      const versions = await beginVersions(tx, tenantId, [{ id: sourceId, ...row! }], 1);
      const words = {
        title: "Bulbs",
        heading: "",
        text: "Bulbs are half sto",
        lang: "en",
      } as const;
      const place = {
        sourceId,
        sourceVersion: versions.get(sourceId)!,
        ordinal: 0,
        anchor: null,
        page: null,
      };
      const index = {
        contentHash: "00",
        tokens: ["bulb"],
        vector: { vec: `[${"1,".repeat(255)}1]`, code: "0".repeat(1024) },
      };
      const id = crypto.randomUUID();
      await insertChunks(tx, tenantId, hashModel.id, [{ id, ...words, ...place, ...index }]);
    });
    const answers = (await ask("bulbs in packs")).passages.map(({ text }) => text);
    expect(answers[0]).toBe("Bulbs are sold in packs of six.");
    expect(answers).not.toContain("Bulbs are half sto");

    const job = { tenantId, sourceId };
    const signal = new AbortController().signal;
    // Two workers at once, since a job that was thought dead may not be.
    const attempt = async (): Promise<void> => {
      const work = await SourceWork.claim(workspace.deps, job);
      if (work === null) return;
      await processSource(workspace.deps, work, signal).finally(() => work.end());
    };
    await Promise.all([1, 2].map(attempt));
    await sweepSource(workspace.deps, job);
    expect(await read(sourceId)).toMatchObject({ state: "live", chunkCount: 1 });
    const found = (await ask("bulbs in packs")).passages.filter((one) => one.sourceId === sourceId);
    expect(found.map(({ text }) => text)).toEqual(["Bulbs are sold in packs of six."]);
    const [left] = await database.db.tenant(
      tenantId,
      (tx) => tx<{ staged: number; vectors: number }[]>`
        select (select count(*)::int from xin.source_versions where source_id = ${sourceId} and valid_from is null) as staged,
          (select count(*)::int from xin.chunk_embeddings where source_id = ${sourceId}) as vectors`,
    );
    expect(left).toEqual({ staged: 0, vectors: 1 });
  });

  it("is given up by a job when its source is deleted", async () => {
    const { sourceId } = await addText("This will be deleted at once: xylophone.");
    await knowledge.deleteSource(author.as(), { sourceId });
    await sleep(300);
    expect(await read(sourceId)).toBeNull();
    expect((await ask("xylophone")).passages.map((one) => one.sourceId)).not.toContain(sourceId);
    const [row] = await database.db.tenant(
      workspace.tenantId,
      (tx) => tx<{ contents: number }[]>`
        select count(*)::int as contents from xin.source_contents where source_id = ${sourceId}`,
    );
    expect(row!.contents).toBe(0);
  });

  it("may be added again after it was deleted", async () => {
    const first = await addText("Lamps made of recycled glass.");
    await settled(first.sourceId);
    await knowledge.deleteSource(author.as(), first);
    const second = await addText("Lamps made of recycled glass.");
    expect(second.isNew).toBe(true);
    await settled(second.sourceId);
    expect((await ask("recycled glass")).passages[0]!.sourceId).toBe(second.sourceId);
  });

  describe("is refused", () => {
    it("without the permission", async () => {
      const operator = await workspace.addPerson("Olga", "operator");
      const input = { kind: "text", bytes: Buffer.from("x") } as const;
      await expect(knowledge.addSource(operator.as(), input)).rejects.toMatchObject({
        kind: "forbidden",
      });
    });

    it.each([
      ["without a byte", "invalid", { kind: "text", bytes: new Uint8Array() }],
      ["without its address", "invalid", { kind: "url", bytes: Buffer.from("page") }],
      [
        "with a script for an address",
        "invalid",
        { kind: "url", url: "javascript:alert(1)", bytes: Buffer.from("page") },
      ],
    ] as const)("%s", async (_, kind, input) => {
      await expect(knowledge.addSource(author.as(), input)).rejects.toMatchObject({ kind });
    });

    it("above 20 MB", async () => {
      const input = { kind: "file", bytes: new Uint8Array(20 * 1024 * 1024 + 1) } as const;
      const refusal = { kind: "too_large" };
      await expect(knowledge.addSource(author.as(), input)).rejects.toMatchObject(refusal);
    });

    it("when it is another tenant's, exactly as when it does not exist", async () => {
      const other = await makeTestWorkspace(database.db);
      const stranger = await other.addPerson("Sam", "owner");
      const { sourceId } = await addText("Only for us.");
      for (const id of [sourceId, crypto.randomUUID()]) {
        const refusal = { kind: "not_found", message: "There is no such source." };
        await expect(knowledge.retrySource(stranger.as(), { sourceId: id })).rejects.toMatchObject(
          refusal,
        );
        await expect(knowledge.deleteSource(stranger.as(), { sourceId: id })).rejects.toMatchObject(
          refusal,
        );
      }
      expect(await database.db.tenant(other.tenantId, readSources)).toEqual([]);
    });

    it("only checked in a dry run", async () => {
      const dry = { ...author.as(), dryRun: true };
      const { sourceId } = await knowledge.addSource(dry, {
        kind: "text",
        bytes: Buffer.from("dry"),
      });
      expect(await read(sourceId)).toBeNull();
    });
  });
});
