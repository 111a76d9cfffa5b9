import { findAbandonedSources, postponeSource } from "#db/writes/source-work.ts";
import type { RunningJob } from "../runtime/jobs/job-queue.ts";
import { type IngestJob, type KnowledgeDeps, sendIngestJob } from "./knowledge-deps.ts";
import { limits } from "./limits.ts";
import { processSource, sweepSource } from "./process-source.ts";
import { SourceFailure } from "./source-failure.ts";
import { SourceWork } from "./source-work.ts";

/** Sources processed at the same time by one process: each may keep a processor busy. */
const concurrency = 2;

/** Between two looks for sources whose worker died. */
const lookMs = 5000;
/** Taken up at one look. */
const abandonedAtOnce = 50;

/**
 * Processes ingestion jobs in this process. The source itself says what is to be done, a job only that
 * there is something: a job that is lost, or comes twice, does no harm. What fails for a passing reason
 * (the database is away, the thread was killed, the process died) is tried again after growing pauses,
 * then given up as `internal`. Ends with the job queue; `stop` ends looking for abandoned sources.
 */
export const startIngestion = async (deps: KnowledgeDeps): Promise<{ stop(): void }> => {
  await deps.queue.work((job) => handle(deps, job), { concurrency });
  const timer = setInterval(() => void takeUpAbandoned(deps), lookMs).unref();
  return { stop: () => clearInterval(timer) };
};

const handle = async (
  deps: KnowledgeDeps,
  { data, signal }: RunningJob<IngestJob>,
): Promise<void> => {
  const work = await SourceWork.claim(deps, data);
  // Also when it is done by an attempt that died before it could tidy up.
  if (work === null) return sweepSource(deps, data);
  try {
    if (work.attempt > limits.attempts) await giveUp(work);
    else await processSource(deps, work, signal);
  } catch (error) {
    deps.log.warn({ err: error, ...data, attempt: work.attempt }, "a source could not be read");
    if (work.attempt >= limits.attempts) await giveUp(work);
    else await tryLater(deps, work, signal.aborted ? 0 : 2 ** work.attempt);
  } finally {
    work.end();
  }
  await sweepSource(deps, data);
};

/** Two seconds after the first failure, then twice as long each time: a minute of trouble is outlasted. */
const tryLater = async (
  { db, queue }: KnowledgeDeps,
  work: SourceWork,
  delaySeconds: number,
): Promise<void> => {
  const { job, lease } = work;
  const postponed = await db.tenant(job.tenantId, async (tx) => {
    const ours = await postponeSource(tx, lease, delaySeconds);
    if (ours) await sendIngestJob(queue, tx, job, delaySeconds);
    return ours;
  });
  if (postponed) work.tell("queued");
};

const giveUp = (work: SourceWork): Promise<void> =>
  work.fail(new SourceFailure({ reason: "internal", detail: `${limits.attempts} attempts` }));

const takeUpAbandoned = async ({ db, queue, log }: KnowledgeDeps): Promise<void> => {
  try {
    const abandoned = await db.lookup((tx) => findAbandonedSources(tx, abandonedAtOnce));
    for (const job of abandoned) {
      await db.tenant(job.tenantId, (tx) => sendIngestJob(queue, tx, job));
    }
  } catch (error) {
    // Said by others, louder, when the database is away; the next look comes in any case.
    log.debug({ err: error }, "abandoned sources could not be looked for");
  }
};
