import { readSourceContent } from "#db/reads/knowledge.ts";
import type { RunningJob } from "../runtime/jobs/job-queue.ts";
import { type IngestJob, ingestRetryLimit, type KnowledgeDeps } from "./knowledge-deps.ts";
import { failSource, processSource } from "./process-source.ts";
import { SourceFailure } from "./source-failure.ts";

/** Sources processed at the same time by one process: each may keep a processor busy. */
const concurrency = 2;

/**
 * Processes ingestion jobs in this process until it stops. What fails for a passing reason (the database
 * is away, the thread was killed) is tried again with growing pauses, then given up as `internal`.
 */
export const startIngestion = (deps: KnowledgeDeps): Promise<void> =>
  deps.queue.work((job) => handle(deps, job), { concurrency });

const handle = async (
  deps: KnowledgeDeps,
  { data, signal, retryCount }: RunningJob<IngestJob>,
): Promise<void> => {
  const log = deps.log.child({ tenantId: data.tenantId, sourceId: data.sourceId });
  try {
    await processSource(deps, data, signal);
  } catch (error) {
    log.warn({ err: error, attempt: retryCount + 1 }, "a source could not be processed");
    if (retryCount >= ingestRetryLimit) await giveUp(deps, data, retryCount + 1);
    throw error;
  }
};

const giveUp = async (deps: KnowledgeDeps, job: IngestJob, attempts: number): Promise<void> => {
  const source = await deps.db.tenant(job.tenantId, (tx) => readSourceContent(tx, job.sourceId));
  if (source === null || source.state === "live") return;
  const failure = new SourceFailure({ reason: "internal", detail: `${attempts} attempts` });
  await failSource(deps, { ...job, contentHash: source.contentHash }, failure);
};
