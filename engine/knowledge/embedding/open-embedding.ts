import type { EmbeddingModel } from "#db/reads/embedding-models.ts";
import type { ActionDeps } from "../../actions/action-deps.ts";
import type { Envelope } from "../../actions/envelope.ts";
import type { Jobs } from "../../runtime/jobs/jobs.ts";
import { activateModel } from "./activate-model.ts";
import { buildModel } from "./build-model.ts";
import { embeddersOf } from "./embedders.ts";
import { dropModel } from "./drop-model.ts";
import { openEmbedQueue } from "./embedding-deps.ts";
import { startEmbedding } from "./start-embedding.ts";

/** Embedding models as the rest of a process uses them. Each function is an action: see the file of its name. */
export type Embedding = {
  build(envelope: Envelope, model: EmbeddingModel): Promise<void>;
  activate(envelope: Envelope, input: { readonly modelId: string }): Promise<void>;
  drop(envelope: Envelope, input: { readonly modelId: string }): Promise<void>;
  /** Does embedding jobs in this process, until the job queue stops. */
  start(): Promise<void>;
};

/** Opens the queue and binds the actions to it. Made once in a process. */
export const openEmbedding = async (
  { db, log }: Pick<ActionDeps, "db" | "log">,
  jobs: Jobs,
): Promise<Embedding> => {
  const own = { db, log, queue: await openEmbedQueue(jobs) };
  embeddersOf(db).provideQueue((job) => {
    // Many sources that are published while a provider is away need one job.
    const singletonKey = `${job.tenantId} ${job.modelId}`;
    return own.queue.send(job, { singletonKey, singletonSeconds: 30, startAfterSeconds: 30 });
  });
  return {
    build: (envelope, model) => buildModel(own, envelope, model),
    activate: (envelope, input) => activateModel(own, envelope, input),
    drop: (envelope, input) => dropModel(own, envelope, input),
    start: () => startEmbedding(own),
  };
};
