import { changeClaimed, type CrawledSite, keepSite } from "#db/writes/crawl.ts";
import {
  forgetSitemaps,
  insertPages,
  movePage,
  readPage,
  settlePage,
  type WaitingPage,
} from "#db/writes/site-pages.ts";
import type { CrawlDeps, Slice } from "./crawl-deps.ts";
import { addressShape } from "./page-address.ts";
import type { Robots } from "./robots.ts";
import { folderOf, inScope } from "./site-scope.ts";
import { WebFailure } from "./web-failure.ts";
import { webLimits } from "./web-limits.ts";

/** A page that stands for another. */
type Lead = { readonly page: WaitingPage; readonly to: string };

/** Leaves a page for the address it is known by, which the crawl asks for if it has not. */
export const leadPage = async (
  { db }: CrawlDeps,
  slice: Slice,
  { page, to }: Lead,
): Promise<WaitingPage | null> =>
  db.tenant(slice.tenantId, async (tx) => {
    const { siteId, tenantId } = slice;
    await keepSite(tx, slice, webLimits.leaseMs);
    const { depth, misses } = page;
    const target = { url: to, kind: "page", foundBy: "redirect", depth, listedAt: null } as const;
    await insertPages(tx, tenantId, siteId, [{ ...target, shape: addressShape(to) }]);
    await movePage(tx, siteId, { from: page.url, to });
    await settlePage(tx, siteId, page.url, {
      state: "duplicate",
      reason: "same_content",
      detail: to,
      misses,
    });
    const known = await readPage(tx, siteId, to);
    return known?.state === "waiting" ? known : null;
  });

/**
 * A page was found to redirect. Within the site, the answer is the other page's, which is given back when it
 * still waits. When the first page leads out of the site, the site is where that leads. Throws WebFailure
 * `off_site` for other pages, and `robots` when the other page may not be read.
 */
export const movedPage = async (
  deps: CrawlDeps,
  slice: Slice,
  { site, robots }: { readonly site: CrawledSite; readonly robots: Robots },
  lead: Lead,
): Promise<WaitingPage | null> => {
  const { page, to } = lead;
  if (inScope(site, to)) {
    if (!robots.allows(to)) throw new WebFailure({ reason: "robots", detail: to });
    return leadPage(deps, slice, lead);
  }
  if (page.foundBy !== "start") throw new WebFailure({ reason: "off_site", detail: to });
  await deps.db.tenant(slice.tenantId, async (tx) => {
    const host = new URL(to).host;
    const moved = { host, pathPrefix: site.pathPrefix };
    const pathPrefix = inScope(moved, to) ? site.pathPrefix : folderOf(to).slice(0, 500);
    await changeClaimed(tx, slice, { host, pathPrefix, robots: null });
    await forgetSitemaps(tx, slice.siteId);
    const target = { url: to, kind: "page", foundBy: "start", depth: 0, listedAt: null } as const;
    await insertPages(tx, slice.tenantId, slice.siteId, [{ ...target, shape: addressShape(to) }]);
    await settlePage(tx, slice.siteId, page.url, {
      state: "duplicate",
      reason: "same_content",
      detail: to,
      misses: page.misses,
    });
  });
  return null;
};
