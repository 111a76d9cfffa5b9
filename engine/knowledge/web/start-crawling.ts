import { findDueSites } from "#db/writes/crawl.ts";
import { beginCrawl, lockSite } from "#db/writes/sites.ts";
import type { RunningJob } from "../../runtime/jobs/job-queue.ts";
import type { Jobs } from "../../runtime/jobs/jobs.ts";
import type { CrawlDeps } from "./crawl-deps.ts";
import { crawlSlice, SiteBusy } from "./crawl-slice.ts";
import { type CrawlJob, tellSite } from "./sites-deps.ts";

/** Sites crawled at the same time by one process. */
const concurrency = 2;

/**
 * Crawls sites in this process until the job queue stops. Once a minute, on one of all processes, sites are
 * looked for that are due again or that nobody works on although they are not done.
 */
export const startCrawling = async (deps: CrawlDeps, jobs: Jobs): Promise<void> => {
  await deps.crawls.work((job) => handle(deps, job), { concurrency });
  const looks = await jobs.queue<Record<string, never>>("crawl.due", {
    retryLimit: 0,
    policy: "short",
    expireInSeconds: 120,
  });
  await looks.work(() => sendDueSites(deps));
  await jobs.boss.schedule(looks.name, "* * * * *", {});
};

const handle = async (
  deps: CrawlDeps,
  { data, signal, retryCount }: RunningJob<CrawlJob>,
): Promise<void> => {
  try {
    await crawlSlice(deps, data, signal);
  } catch (error) {
    // One slice too many is no failure. After one that died it is: its lease has to run out.
    if (error instanceof SiteBusy && retryCount === 0) return;
    const { tenantId, siteId } = data;
    deps.log.warn({ err: error, tenantId, siteId, attempt: retryCount + 1 }, "a crawl was stopped");
    throw error;
  }
};

/** Begins the crawls that are due, and sends a slice for those that have none. */
export const sendDueSites = async (deps: CrawlDeps): Promise<void> => {
  const sites = await deps.db.lookup((tx) => findDueSites(tx, 50));
  for (const { tenantId, siteId, isDue } of sites) {
    const begun = await deps.db.tenant(tenantId, async (tx) => {
      const site = await lockSite(tx, siteId);
      const rests = site?.state === "live" || site?.state === "failed";
      if (isDue && !rests) return false;
      if (isDue) await beginCrawl(tx, siteId);
      await deps.crawls.sendWithin(tx, { tenantId, siteId });
      return isDue;
    });
    if (begun) tellSite(deps, { tenantId, siteId }, "queued");
  }
};
