import { v7 as uuidv7 } from "uuid";
import {
  changeClaimed,
  claimSite,
  type CrawledSite,
  keepSite,
  LeaseLost,
  readClaimed,
  releaseSite,
} from "#db/writes/crawl.ts";
import { readReadyPages, readWaitMs, tallyPages, type WaitingPage } from "#db/writes/site-pages.ts";
import { isSiteDeleted } from "#db/writes/sites.ts";
import type { CrawlDeps, Slice } from "./crawl-deps.ts";
import { crawlPage } from "./crawl-page.ts";
import { crawlSitemap } from "./crawl-sitemap.ts";
import { decideLinks } from "./decide-links.ts";
import { removeSite } from "./delete-site.ts";
import { failPage, retryMs } from "./fail-page.ts";
import { finishCrawl } from "./finish-crawl.ts";
import { loadRobots } from "./load-robots.ts";
import type { Robots } from "./robots.ts";
import { type CrawlJob, tellSite } from "./sites-deps.ts";
import { mayPass } from "./status-failure.ts";
import { WebFailure } from "./web-failure.ts";
import { webLimits } from "./web-limits.ts";

/** Another slice has the site, alive or not known to be dead. */
export class SiteBusy extends Error {}

/**
 * Goes on with the crawl of a site for a while, and sends the next slice. Whatever dies at any point, the next
 * one goes on with what was not written down yet. Throws SiteBusy when another slice has the site.
 */
export const crawlSlice = async (
  deps: CrawlDeps,
  job: CrawlJob,
  outer: AbortSignal,
): Promise<void> => {
  const { db, bus } = deps;
  const { tenantId, siteId } = job;
  if (await db.tenant(tenantId, (tx) => isSiteDeleted(tx, siteId))) {
    return removeSite(deps, job, outer);
  }
  const lease = { siteId, leaseId: uuidv7() };
  const claimed = await db.tenant(tenantId, (tx) => claimSite(tx, lease, webLimits.leaseMs));
  if (claimed === "busy") throw new SiteBusy();
  if (claimed === null) return;
  const lost = new AbortController();
  const slice = { ...lease, tenantId, signal: AbortSignal.any([outer, lost.signal]) };
  const keep = () => keepLease(deps, slice, lost);
  const keeper = setInterval(() => void keep(), webLimits.leaseMs / 3);
  // What is said of the site by others ends the slice at once, rather than with its next page.
  const unsubscribe = bus.subscribe((message) => {
    if (message.type === "knowledge" && message.sourceId === siteId && takes.has(message.state)) {
      void keep();
    }
  });
  try {
    await work(deps, slice);
  } catch (error) {
    if (error instanceof LeaseLost || lost.signal.aborted) return;
    // Let others go on at once; if that fails too, the lease ends by itself.
    await db.tenant(tenantId, (tx) => releaseSite(tx, lease, 0));
    throw error;
  } finally {
    clearInterval(keeper);
    unsubscribe();
  }
};

/** What somebody did to a site, by which a slice may have lost it. */
const takes: ReadonlySet<string> = new Set(["site.queued", "site.cancelled", "site.deleted"]);

const keepLease = async (
  { db, log }: CrawlDeps,
  slice: Slice,
  lost: AbortController,
): Promise<void> => {
  try {
    await db.tenant(slice.tenantId, (tx) => keepSite(tx, slice, webLimits.leaseMs));
  } catch (error) {
    if (error instanceof LeaseLost) lost.abort(error);
    else log.warn({ err: error, siteId: slice.siteId }, "a crawl could not keep its site");
  }
};

const work = async (deps: CrawlDeps, slice: Slice): Promise<void> => {
  const { db } = deps;
  const { tenantId, siteId, signal } = slice;
  const until = performance.now() + webLimits.sliceMs;
  let toldMs = 0;
  while (performance.now() < until) {
    signal.throwIfAborted();
    const site = await db.tenant(tenantId, (tx) => readClaimed(tx, slice));
    const excess = excessOf(site);
    if (excess !== null) return finishCrawl(deps, slice, excess);
    if (site.pausedForMs > 0) return goOnLater(deps, slice, site.pausedForMs);
    let robots: Robots;
    try {
      robots = await loadRobots(deps, slice, site);
    } catch (error) {
      if (!(error instanceof WebFailure)) throw error;
      return failRobots(deps, slice, site, error);
    }
    const [ready, waitMs] = await db.tenant(tenantId, async (tx) => [
      await readReadyPages(tx, siteId, webLimits.requestsAtOnce),
      await readWaitMs(tx, siteId),
    ]);
    const isPreparing = ready.some(({ kind, foundBy }) => kind !== "page" || foundBy === "start");
    if (site.followsLinks === null && !isPreparing && (ready.length > 0 || waitMs === null)) {
      const failure = await decideLinks(deps, slice, site);
      if (failure !== null) return finishCrawl(deps, slice, failure);
      continue;
    }
    if (waitMs === null) return finishCrawl(deps, slice, null);
    if (ready.length === 0) return goOnLater(deps, slice, waitMs);
    await Promise.all(ready.map((page) => crawlOne(deps, slice, { site, robots }, page)));
    if (performance.now() - toldMs < 250) continue;
    toldMs = performance.now();
    await tellProgress(deps, slice);
  }
  await goOnLater(deps, slice, 0);
};

const crawlOne = async (
  deps: CrawlDeps,
  slice: Slice,
  on: { readonly site: CrawledSite; readonly robots: Robots },
  page: WaitingPage,
): Promise<void> => {
  try {
    if (page.kind === "sitemap") await crawlSitemap(deps, slice, on.site, page);
    else await crawlPage(deps, slice, on, page);
    if (on.site.failuresInARow === 0) return;
    await deps.db.tenant(slice.tenantId, (tx) => changeClaimed(tx, slice, { failuresInARow: 0 }));
  } catch (error) {
    if (!(error instanceof WebFailure)) throw error;
    await failPage(deps, slice, on.site, { page, failure: error });
  }
};

/** A site that is down, or that has no end, is left alone. */
const excessOf = ({ failuresInARow, ageMs }: CrawledSite): WebFailure | null => {
  if (failuresInARow >= webLimits.failuresInARow) {
    return new WebFailure({
      reason: "site_refused",
      detail: `${failuresInARow} failures in a row`,
    });
  }
  return ageMs > webLimits.crawlMs
    ? new WebFailure({ reason: "crawl_too_long", detail: null })
    : null;
};

/** Nothing may be read before robots.txt was asked for. */
const failRobots = async (
  deps: CrawlDeps,
  slice: Slice,
  site: CrawledSite,
  failure: WebFailure,
): Promise<void> => {
  const failures = site.failuresInARow + 1;
  if (!mayPass(failure) || failures >= webLimits.attempts) {
    return finishCrawl(deps, slice, failure);
  }
  await deps.db.tenant(slice.tenantId, (tx) =>
    changeClaimed(tx, slice, { failuresInARow: failures }),
  );
  await goOnLater(deps, slice, retryMs(failure, site.failuresInARow));
};

const goOnLater = async (deps: CrawlDeps, slice: Slice, inMs: number): Promise<void> => {
  const { tenantId, siteId } = slice;
  await deps.db.tenant(tenantId, async (tx) => {
    if (!(await releaseSite(tx, slice, inMs))) return;
    const startAfterSeconds = Math.ceil(inMs / 1000);
    await deps.crawls.sendWithin(tx, { tenantId, siteId }, { startAfterSeconds });
  });
  await tellProgress(deps, slice);
};

const tellProgress = async (deps: CrawlDeps, slice: Slice): Promise<void> => {
  const tally = await deps.db.tenant(slice.tenantId, (tx) => tallyPages(tx, slice.siteId));
  tellSite(deps, slice, "crawling", { done: tally.all - tally.waiting, total: tally.all });
};
