import type { Tx } from "#db/client.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import type { JobQueue } from "../runtime/jobs/job-queue.ts";
import type { Jobs } from "../runtime/jobs/jobs.ts";

/** Data of an ingestion job: which source to process. What to do is read from the source itself. */
export type IngestJob = { readonly tenantId: string; readonly sourceId: string };

/** What actions on knowledge work with. */
export type KnowledgeDeps = ActionDeps & { readonly queue: JobQueue<IngestJob> };

/** Sends a job inside the transaction that makes it necessary. One that waits already is enough. */
export const sendIngestJob = async (
  queue: JobQueue<IngestJob>,
  tx: Tx,
  job: IngestJob,
  delaySeconds = 0,
): Promise<void> => {
  const { tenantId, sourceId } = job;
  // A job for later must not stand in the way of one for now.
  const singletonKey = delaySeconds > 0 ? `${sourceId} later` : sourceId;
  const settings = { singletonKey, startAfterSeconds: delaySeconds };
  await queue.sendWithin(tx, { tenantId, sourceId }, settings);
};

/** Opens the queue of ingestion jobs, on every node that takes sources or processes them. */
export const openIngestQueue = (jobs: Jobs): Promise<JobQueue<IngestJob>> =>
  jobs.queue<IngestJob>("ingest", {
    policy: "short",
    // A handler fails only when the database is away: the source's own retries are in start-ingestion.ts.
    retryLimit: 5,
    retryDelaySeconds: 2,
    retryDelayMaxSeconds: 120,
    // Reading has its own limit of a minute; the rest is storing at most 8,000 passages.
    expireInSeconds: 600,
  });
