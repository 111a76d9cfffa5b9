import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Db } from "#db/client.ts";
import { readSource } from "#db/reads/knowledge.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import { isArchive } from "../knowledge/extraction/detect-type.ts";
import { type Knowledge, openKnowledge } from "../knowledge/open-knowledge.ts";
import { openSilentBus } from "../runtime/silent-bus.ts";
import { systemEnvelope } from "../tenancy/system-envelope.ts";
import { type Command, UsageError, requiredOption } from "./command.ts";
import { type Document, findDocuments } from "./find-documents.ts";
import { findTenant, withDatabase } from "./with-database.ts";
import { withJobs } from "./with-jobs.ts";

/** What became of a file. `reason` is set when it failed. */
type Ingested = {
  readonly path: string;
  /** Null when it was refused before it became a source. */
  readonly sourceId: string | null;
  readonly state: string;
  readonly passages: number;
  readonly reason: string | null;
};

/** Reads files and folders into a workspace's knowledge and waits until they can be found. */
export const ingestCommand: Command = {
  name: "ingest",
  usage: "ingest --tenant T <file or folder>...",
  summary: "Reads documents into a workspace's knowledge and waits until they are live.",
  options: { tenant: { type: "string" } },
  run: async (context) => {
    const slug = requiredOption(context, "tenant", "acme");
    if (context.args.length === 0) {
      throw new UsageError("Name at least one file or folder, such as docs/help.");
    }
    const documents = await findDocuments(context.args);
    if (documents.length === 0) throw new UsageError("There is no document in these folders.");
    const sources = await withDatabase(context, async (db, database) => {
      const tenant = await findTenant(db, slug);
      return withJobs(context, database, async (jobs) => {
        const knowledge = await openKnowledge({ db, bus: openSilentBus(), log: context.log }, jobs);
        const ingestion = await knowledge.startIngestion();
        try {
          return await ingestAll(db, knowledge, tenant.id, documents);
        } finally {
          ingestion.stop();
        }
      });
    });
    const failed = sources.filter((source) => source.state !== "live");
    const lines = sources.map(({ path, state, passages, reason }) =>
      state === "live" ? `live    ${path} (${passages} passages)` : `failed  ${path}: ${reason}`,
    );
    return {
      text: [...lines, `${sources.length - failed.length} live, ${failed.length} failed.`].join(
        "\n",
      ),
      json: { tenant: slug, sources },
      exitCode: failed.length === 0 ? 0 : 1,
    };
  },
};

const ingestAll = async (
  db: Db,
  knowledge: Knowledge,
  tenantId: string,
  documents: readonly Document[],
): Promise<Ingested[]> => {
  const added: { path: string; sourceId: string }[] = [];
  const ingested: Ingested[] = [];
  for (const { path, mime } of documents) {
    const envelope = systemEnvelope(tenantId, "xin ingest");
    const bytes = await readFile(path);
    if (isArchive(bytes)) {
      const { failure, files } = await knowledge.addArchive(envelope, { bytes });
      if (failure !== null) ingested.push(refused(path, failure));
      for (const file of files) {
        const inside = `${path}/${file.path}`;
        if (file.sourceId === null) ingested.push(refused(inside, file.failure));
        else added.push({ path: inside, sourceId: file.sourceId });
      }
      continue;
    }
    try {
      const file = { kind: "file", filename: basename(path), mime, bytes } as const;
      const { sourceId } = await knowledge.addSource(envelope, file);
      added.push({ path, sourceId });
    } catch (error) {
      if (!(error instanceof ActionRefused)) throw error;
      ingested.push(refused(path, error.message));
    }
  }
  for (const { path, sourceId } of added) {
    ingested.push({ path, sourceId, ...(await settled(db, tenantId, sourceId)) });
  }
  return ingested;
};

const refused = (path: string, reason: string | null): Ingested => ({
  path,
  sourceId: null,
  state: "failed",
  passages: 0,
  reason,
});

/** Waits for the end of the job: it gives up by itself when it cannot be done. */
const settled = async (db: Db, tenantId: string, sourceId: string) => {
  for (;;) {
    const source = await db.tenant(tenantId, (tx) => readSource(tx, sourceId));
    if (source === null) return { state: "failed", passages: 0, reason: "deleted meanwhile" };
    if (source.progress === null) {
      const { state, chunkCount, failureReason, failureDetail } = source;
      const words = [failureReason, failureDetail].filter((word) => word !== null).join(": ");
      return { state, passages: chunkCount, reason: state === "live" ? null : words || state };
    }
    await wait(100);
  }
};
