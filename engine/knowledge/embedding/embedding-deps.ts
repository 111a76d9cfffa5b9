import type { ActionDeps } from "../../actions/action-deps.ts";
import type { JobQueue } from "../../runtime/jobs/job-queue.ts";
import type { Jobs } from "../../runtime/jobs/jobs.ts";

/** Data of a job that completes the vectors of one model. */
export type EmbedJob = { readonly tenantId: string; readonly modelId: string };

/** What actions on embedding models work with. */
export type EmbeddingDeps = Pick<ActionDeps, "db" | "log"> & { readonly queue: JobQueue<EmbedJob> };

/** Opens the queue of embedding jobs, on every node that sends or does them. */
export const openEmbedQueue = (jobs: Jobs): Promise<JobQueue<EmbedJob>> =>
  jobs.queue<EmbedJob>("embed", {
    // A provider may be away for hours; what is stored stays, and only the rest is asked for again.
    retryLimit: 30,
    retryDelaySeconds: 5,
    retryDelayMaxSeconds: 600,
    expireInSeconds: 6 * 3600,
  });
