import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readChunks, readLiveVersions } from "#db/reads/chunks.ts";
import { readKnowledgeBaseWithFrequencies, readSources, type Source } from "#db/reads/knowledge.ts";
import { type SampleDocument, sampleDocuments } from "../../tests/support/sample-documents.ts";
import { describeEngines, type TestDb } from "../../tests/support/test-db.ts";
import { makeTestWorkspace, type TestWorkspace } from "../../tests/support/test-workspace.ts";
import { type Jobs, openJobs } from "../runtime/jobs/jobs.ts";
import { featuresOf } from "./features.ts";
import { openKnowledge } from "./open-knowledge.ts";
import { retrieve } from "./retrieve.ts";
import { countFeatures, decodeFrequencies, noFrequencies } from "./statistics.ts";

/** XIN_KILL_DOCUMENTS=500 for the whole thing; every kind of document is in 45 three times. */
const count = Number(process.env["XIN_KILL_DOCUMENTS"] ?? 45);
const kills = Math.max(4, Math.round(count / 20));
/** A worker lives so long at most; before that it is killed once it has done its share of the documents. */
const lifeMs = (turn: number) => 2500 + ((turn * 733) % 2000);
const leftAfter = (turn: number) => Math.floor(count * (1 - (turn + 1) / (kills + 1)));

describeEngines("ingestion under kills of the worker", (open) => {
  let database: TestDb;
  let jobs: Jobs;
  let workspace: TestWorkspace;
  let worker: ChildProcess | null = null;
  let sources: readonly Source[];
  let killed = 0;
  const documents = sampleDocuments(count);
  const idOf = new Map<SampleDocument, string>();

  const startWorker = async (): Promise<ChildProcess> => {
    const endpoints = { app: database.endpoint("xin_app"), jobs: database.endpoint("xin_jobs") };
    const child = spawn(
      process.execPath,
      ["tests/fixtures/ingestion-worker.ts", JSON.stringify(endpoints)],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    await once(child.stdout, "data");
    return child;
  };
  const kill = async (child: ChildProcess): Promise<void> => {
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  };
  const readWorking = () =>
    database.db.tenant(workspace.tenantId, (tx) => readSources(tx, { state: "working" }));

  beforeAll(async () => {
    database = await open({ deadlineMs: 30_000 });
    jobs = await openJobs(database.endpoint("xin_jobs"), {
      engine: database.engine,
      onError: () => {},
    });
    workspace = await makeTestWorkspace(database.db);
    const author = await workspace.addPerson("Ada", "author");
    const knowledge = await openKnowledge(workspace.deps, jobs);
    for (const document of documents) {
      const { filename, bytes } = document;
      const { sourceId } = await knowledge.addSource(author.as(), {
        kind: "file",
        filename,
        bytes,
      });
      idOf.set(document, sourceId);
    }
    while ((await readWorking()).length > 0) {
      worker = await startWorker();
      const isLast = killed >= kills;
      const until = Date.now() + (isLast ? 600_000 : lifeMs(killed));
      const left = isLast ? 0 : leftAfter(killed);
      while (Date.now() < until && (await readWorking()).length > left) await sleep(20);
      await kill(worker);
      killed += 1;
    }
    sources = await database.db.tenant(workspace.tenantId, (tx) => readSources(tx));
  }, 900_000);
  afterAll(async () => {
    if (worker !== null && worker.exitCode === null && worker.signalCode === null)
      await kill(worker);
    await jobs?.stop();
    await database?.close();
  });

  it("every document ends as it should, without a person", () => {
    const byId = new Map(sources.map((source) => [source.id, source]));
    const ended = documents.map((document) => {
      const { state, failureReason } = byId.get(idOf.get(document)!)!;
      return state === "live" ? "live" : `${state === "failed" ? "" : state}${failureReason}`;
    });
    expect(killed).toBeGreaterThan(kills);
    const others = documents.filter((document, index) => document.ends !== ended[index]);
    // A worker that is killed again and again over one document is why it may be given up: one in a hundred.
    expect(others.length).toBeLessThanOrEqual(Math.floor(count / 100));
  });

  it("none is indexed twice, and nothing half-done is left", async () => {
    const [left] = await database.db.tenant(
      workspace.tenantId,
      (tx) => tx<{ staged: number; twice: number; orphans: number; held: number }[]>`
        select (select count(*)::int from xin.source_versions where valid_from is null) as staged,
          (select count(*)::int from (select source_id from xin.source_versions
            where valid_from is not null and valid_to is null group by source_id having count(*) > 1) x) as twice,
          (select count(*)::int from xin.chunk_embeddings e where not exists (select 1 from xin.source_versions v
            where v.source_id = e.source_id and v.version = e.source_version and v.valid_to is null and v.valid_from is not null)) as orphans,
          (select count(*)::int from xin.sources where lease_id is not null) as held`,
    );
    expect(left).toEqual({ staged: 0, twice: 0, orphans: 0, held: 0 });
    for (const document of documents.filter(({ ends }) => ends === "live").slice(0, 15)) {
      const { passages } = await retrieve(database.db, workspace.tenantId, document.word);
      const holding = passages.filter(({ text }) => text.includes(document.word));
      expect(holding.map(({ sourceId }) => sourceId)).toEqual([idOf.get(document)]);
    }
  });

  it("the statistics are exactly those of the passages that answer", async () => {
    await database.db.tenant(
      workspace.tenantId,
      async (tx) => {
        const base = (await readKnowledgeBaseWithFrequencies(tx))!;
        const live = await readLiveVersions(tx);
        const rows = await tx<{ id: string; sourceId: string; version: number }[]>`
          select id, source_id as "sourceId", source_version as version from xin.chunks`;
        const ids = rows
          .filter(({ sourceId, version }) => live.get(sourceId) === version)
          .map(({ id }) => id);
        const expected = noFrequencies();
        for (const chunk of await readChunks(tx, ids)) {
          countFeatures(expected, featuresOf(chunk), 1);
        }
        expect(base.chunkCount).toBe(ids.length);
        expect(base.sourceCount).toBe(live.size);
        expect(sources.reduce((sum, { chunkCount }) => sum + chunkCount, 0)).toBe(ids.length);
        expect(await decodeFrequencies(base.frequencies)).toEqual(expected);
      },
      { deadlineMs: 30_000 },
    );
  });
});
