import { endCrawl, keepSite } from "#db/writes/crawl.ts";
import { failWaitingPages, tallyPages } from "#db/writes/site-pages.ts";
import type { CrawlDeps, Slice } from "./crawl-deps.ts";
import { sweepOrphans } from "./delete-site.ts";
import { tellSite } from "./sites-deps.ts";
import type { WebFailure } from "./web-failure.ts";
import { webLimits } from "./web-limits.ts";

/** Ends a crawl, as failed or well. Sources that no page stands for any more go; a site without any page failed. */
export const finishCrawl = async (
  deps: CrawlDeps,
  slice: Slice,
  failure: WebFailure | null,
): Promise<void> => {
  const { tenantId, siteId, signal } = slice;
  await deps.db.tenant(tenantId, async (tx) => {
    await keepSite(tx, slice, webLimits.leaseMs);
    if (failure !== null) await failWaitingPages(tx, siteId, failure.reason);
  });
  await sweepOrphans(deps, slice, signal);
  const ended = await deps.db.tenant(tenantId, async (tx) => {
    const { done, reason, detail } = await tallyPages(tx, siteId);
    const empty = done > 0 ? null : { reason: reason ?? "no_pages", detail };
    const end = failure ?? empty;
    await endCrawl(tx, slice, end);
    return end;
  });
  tellSite(deps, slice, ended === null ? "live" : "failed");
};
