import type { ActionDeps } from "../actions/action-deps.ts";
import type { JobQueue } from "../runtime/jobs/job-queue.ts";
import type { Jobs } from "../runtime/jobs/jobs.ts";

/** Data of an ingestion job: which source to process. What to do is read from the source itself. */
export type IngestJob = { readonly tenantId: string; readonly sourceId: string };

/** What actions on knowledge work with. */
export type KnowledgeDeps = ActionDeps & { readonly queue: JobQueue<IngestJob> };

/** Attempts after the first, before a source is given up as `internal`. */
export const ingestRetryLimit = 5;

/** Opens the queue of ingestion jobs, on every node that takes sources or processes them. */
export const openIngestQueue = (jobs: Jobs): Promise<JobQueue<IngestJob>> =>
  jobs.queue<IngestJob>("ingest", {
    retryLimit: ingestRetryLimit,
    retryDelaySeconds: 2,
    retryDelayMaxSeconds: 120,
    // Reading has its own limit of a minute; the rest is storing at most 8,000 passages.
    expireInSeconds: 600,
  });
