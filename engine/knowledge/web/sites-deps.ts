import type { ActionDeps } from "../../actions/action-deps.ts";
import type { Envelope } from "../../actions/envelope.ts";
import type { JobQueue } from "../../runtime/jobs/job-queue.ts";
import type { Jobs } from "../../runtime/jobs/jobs.ts";
import { systemEnvelope } from "../../tenancy/system-envelope.ts";
import type { NewKnowledge } from "../check-knowledge.ts";
import type { AddedSource } from "../ingest.ts";

/** Data of a crawl job: which site to go on with. What to do is read from the site itself. */
export type CrawlJob = { readonly tenantId: string; readonly siteId: string };

/** What actions on sites work with. */
export type SitesDeps = ActionDeps & { readonly crawls: JobQueue<CrawlJob> };

/** What a crawl does with the pages it has read. */
export type CrawlSources = {
  addSource(envelope: Envelope, input: NewKnowledge): Promise<AddedSource>;
  deleteSource(envelope: Envelope, input: { readonly sourceId: string }): Promise<void>;
};

/** Attempts after the first, before a slice is left to the next look for sites nobody works on. */
export const crawlRetryLimit = 5;

/** Opens the queue of crawl jobs, on every node that takes sites or crawls them. */
export const openCrawlQueue = (jobs: Jobs): Promise<JobQueue<CrawlJob>> =>
  jobs.queue<CrawlJob>("crawl", {
    retryLimit: crawlRetryLimit,
    retryDelaySeconds: 2,
    retryDelayMaxSeconds: 60,
    expireInSeconds: 600,
  });

/** The name of the crawl in the audit log, and of who made the sources it makes. */
export const crawlerName = "xin crawl";

/** An envelope for what a crawl does by itself. */
export const crawlEnvelope = (tenantId: string): Envelope => systemEnvelope(tenantId, crawlerName);

/** Tells everyone that a site changed. The state is the site's, so that nobody takes it for a source's. */
export const tellSite = (
  { bus }: ActionDeps,
  { tenantId, siteId }: CrawlJob,
  state: string,
  progress?: { readonly done: number; readonly total: number | null },
): void =>
  bus.publish({
    type: "knowledge",
    tenantId,
    sourceId: siteId,
    state: `site.${state}`,
    ...(progress === undefined ? {} : { progress }),
  });
