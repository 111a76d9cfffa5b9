import { changeClaimed, type CrawledSite } from "#db/writes/crawl.ts";
import { forgetLinkedPages, tallyPages } from "#db/writes/site-pages.ts";
import type { CrawlDeps, Slice } from "./crawl-deps.ts";
import { WebFailure } from "./web-failure.ts";

/**
 * Decides how the pages of the site are found, when its first page and its sitemaps were read: where a
 * sitemap lists pages, links promise nothing more. Answers a failure where only a sitemap was wanted and there is none.
 */
export const decideLinks = (
  { db }: CrawlDeps,
  slice: Slice,
  { mode, id }: CrawledSite,
): Promise<WebFailure | null> =>
  db.tenant(slice.tenantId, async (tx) => {
    const { listed } = await tallyPages(tx, id);
    if (mode === "sitemap" && listed === 0) {
      return new WebFailure({ reason: "no_sitemap", detail: null });
    }
    const followsLinks = mode === "crawl" || (mode === "auto" && listed === 0);
    await changeClaimed(tx, slice, { followsLinks });
    if (mode === "auto" && !followsLinks) await forgetLinkedPages(tx, id);
    return null;
  });
