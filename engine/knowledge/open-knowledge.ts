import type { ActionDeps } from "../actions/action-deps.ts";
import type { Envelope } from "../actions/envelope.ts";
import type { Jobs } from "../runtime/jobs/jobs.ts";
import { addArchive, type AddedArchive, type NewArchive } from "./archive/add-archive.ts";
import { cancelSource } from "./cancel-source.ts";
import type { NewKnowledge } from "./check-knowledge.ts";
import { deleteSource } from "./delete-source.ts";
import { type AddedSource, addSource, retrySource } from "./ingest.ts";
import { openIngestQueue } from "./knowledge-deps.ts";
import { reindexSources } from "./reindex-sources.ts";
import { type Replacement, replaceSource } from "./replace-source.ts";
import { type Review, reviewSource } from "./review-source.ts";
import { startIngestion } from "./start-ingestion.ts";
import type { CrawlSources } from "./web/sites-deps.ts";
import { openSites, type Sites } from "./web/open-sites.ts";
import { publicWeb, type WebSettings } from "./web/web-settings.ts";

/** Knowledge as the rest of a process uses it. Each function is an action: see the file of its name. */
export type Knowledge = Sites & {
  addSource(envelope: Envelope, input: NewKnowledge): Promise<AddedSource>;
  retrySource(envelope: Envelope, input: { readonly sourceId: string }): Promise<void>;
  deleteSource(envelope: Envelope, input: { readonly sourceId: string }): Promise<void>;
  addArchive(envelope: Envelope, input: NewArchive): Promise<AddedArchive>;
  cancelSource(envelope: Envelope, input: { readonly sourceId: string }): Promise<void>;
  replaceSource(envelope: Envelope, input: Replacement): Promise<void>;
  reviewSource(envelope: Envelope, input: Review): Promise<void>;
  reindexSources(envelope: Envelope): Promise<number>;
  /** Processes sources in this process, until the job queue stops. */
  startIngestion(): Promise<{ stop(): void }>;
};

/** Opens the queue and binds the actions to it. Made once in a process. */
export const openKnowledge = async (
  deps: ActionDeps,
  jobs: Jobs,
  settings: WebSettings = publicWeb,
): Promise<Knowledge> => {
  const own = { ...deps, queue: await openIngestQueue(jobs) };
  const sources: CrawlSources = {
    addSource: (envelope, input) => addSource(own, envelope, input),
    deleteSource: (envelope, input) => deleteSource(own, envelope, input),
  };
  return {
    ...sources,
    ...(await openSites(deps, jobs, { sources, settings })),
    retrySource: (envelope, input) => retrySource(own, envelope, input),
    addArchive: (envelope, input) => addArchive(own, envelope, input),
    cancelSource: (envelope, input) => cancelSource(own, envelope, input),
    replaceSource: (envelope, input) => replaceSource(own, envelope, input),
    reviewSource: (envelope, input) => reviewSource(own, envelope, input),
    reindexSources: (envelope) => reindexSources(own, envelope),
    startIngestion: () => startIngestion(own),
  };
};
