import type { Tx } from "#db/client.ts";
import { changeClaimed, type CrawledSite } from "#db/writes/crawl.ts";
import {
  countPages,
  type FoundPage,
  insertPages,
  knownPages,
  markListed,
} from "#db/writes/site-pages.ts";
import type { Slice } from "./crawl-deps.ts";
import { addressShape } from "./page-address.ts";
import { inScope } from "./site-scope.ts";
import { webLimits } from "./web-limits.ts";

/** Addresses something led to. */
export type Found = {
  readonly urls: readonly { readonly url: string; readonly listedAt: string | null }[];
  readonly foundBy: "sitemap" | "link";
  readonly depth: number;
};

/**
 * Takes the addresses into the crawl that belong to the site, as far as its limits go. Of addresses that look
 * as if a program made them without end, only so many; what a sitemap lists is meant. The site says what was left out.
 */
export const admitPages = async (
  tx: Tx,
  { tenantId, siteId, leaseId }: Slice,
  site: CrawledSite,
  { urls, foundBy, depth }: Found,
): Promise<void> => {
  const inside = new Map(urls.map((found) => [found.url, found.listedAt]));
  for (const url of inside.keys()) if (!inScope(site, url)) inside.delete(url);
  if (foundBy === "sitemap") await markListed(tx, siteId, [...inside.keys()]);
  for (const url of await knownPages(tx, siteId, [...inside.keys()])) inside.delete(url);
  if (inside.size === 0) return;
  const shapes = new Map([...inside.keys()].map((url) => [url, addressShape(url)]));
  const { counted, all, ofShape } = await countPages(tx, siteId, [...new Set(shapes.values())]);
  const ofEach = new Map(ofShape);
  const room = Math.min(site.maxPages - counted, site.maxPages * rowsForEach - all);
  const admitted: FoundPage[] = [];
  let note: "page_limit" | "endless_pages" | null = null;
  for (const [url, listedAt] of inside) {
    const shape = shapes.get(url)!;
    const alike = ofEach.get(shape) ?? 0;
    const most = shape.includes("?") ? webLimits.queryVariants : webLimits.numberVariants;
    if (foundBy === "link" && alike >= most) {
      note ??= "endless_pages";
    } else if (admitted.length >= room) {
      note = "page_limit";
      break;
    } else {
      ofEach.set(shape, alike + 1);
      admitted.push({ url, kind: "page", foundBy, depth, shape, listedAt });
    }
  }
  await insertPages(tx, tenantId, siteId, admitted);
  if (note !== null) await changeClaimed(tx, { siteId, leaseId }, { note });
};

/** Addresses that turn out to be no page of their own do not count for a site's limit, but may not be without end. */
const rowsForEach = 4;
