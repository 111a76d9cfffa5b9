import type { EmbeddingModel } from "#db/reads/embedding-models.ts";
import type { ActionDeps } from "../../actions/action-deps.ts";
import type { Envelope } from "../../actions/envelope.ts";
import type { Jobs } from "../../runtime/jobs/jobs.ts";
import type { Config } from "../../runtime/config.ts";
import type { KeyProvider } from "../../tenancy/key-provider.ts";
import { activateModel, goBack } from "./activate-model.ts";
import { addModel } from "./add-model.ts";
import { buildModel } from "./build-model.ts";
import type { ModelChoice } from "./choose-model.ts";
import { embeddersOf } from "./embedders.ts";
import { dropModel } from "./drop-model.ts";
import { openEmbedQueue } from "./embedding-deps.ts";
import { setModelKey } from "./set-model-key.ts";
import { startEmbedding } from "./start-embedding.ts";

/** Embedding models as the rest of a process uses them. Each function is an action: see the file of its name. */
export type Embedding = {
  add(envelope: Envelope, choice: ModelChoice): Promise<{ readonly modelId: string }>;
  build(envelope: Envelope, model: EmbeddingModel): Promise<void>;
  activate(envelope: Envelope, input: { readonly modelId: string }): Promise<void>;
  goBack(envelope: Envelope): Promise<{ readonly modelId: string }>;
  setKey(
    envelope: Envelope,
    input: { readonly modelId: string; readonly key: string },
  ): Promise<void>;
  drop(envelope: Envelope, input: { readonly modelId: string }): Promise<void>;
  /** Does embedding jobs in this process, until the job queue stops. */
  start(): Promise<void>;
};

/** What models need of an installation: its own API, where workspaces may have theirs, and who opens keys. */
export type EmbeddingWorld = {
  readonly keys: KeyProvider;
  readonly config: Pick<Config, "embeddingUrl" | "llmKey" | "modelAllow" | "modelsDir">;
};

/** Opens the queue and binds the actions to it. Made once in a process. */
export const openEmbedding = async (
  { db, log }: Pick<ActionDeps, "db" | "log">,
  jobs: Jobs,
  { keys, config }: EmbeddingWorld,
): Promise<Embedding> => {
  const own = { db, log, keys, lent: config, queue: await openEmbedQueue(jobs) };
  const embedders = embeddersOf(db);
  embedders.provideKeys(keys);
  embedders.allowAddresses(config.modelAllow);
  embedders.offerLocalModels(config.modelsDir);
  embedders.provideQueue((job) => {
    // Many sources that are published while a provider is away need one job.
    const singletonKey = `${job.tenantId} ${job.modelId}`;
    return own.queue.send(job, { singletonKey, singletonSeconds: 30, startAfterSeconds: 30 });
  });
  return {
    add: (envelope, choice) => addModel(own, envelope, choice),
    build: (envelope, model) => buildModel(own, envelope, model),
    activate: (envelope, input) => activateModel(own, envelope, input),
    goBack: (envelope) => goBack(own, envelope),
    setKey: (envelope, input) => setModelKey(own, envelope, input),
    drop: (envelope, input) => dropModel(own, envelope, input),
    start: () => startEmbedding(own),
  };
};
