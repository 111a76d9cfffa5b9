import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { type CrawledSite, keepSite } from "#db/writes/crawl.ts";
import { insertPages, settlePage, type WaitingPage } from "#db/writes/site-pages.ts";
import { decodeText } from "../extraction/decode-text.ts";
import { admitPages } from "./admit-pages.ts";
import type { CrawlDeps, Slice } from "./crawl-deps.ts";
import { fetchPage } from "./fetch-page.ts";
import { sitemapPage } from "./load-robots.ts";
import { pageAddress } from "./page-address.ts";
import { readSitemap, type SitemapEntry } from "./sitemap.ts";
import { WebFailure } from "./web-failure.ts";
import { webLimits } from "./web-limits.ts";

/**
 * Fetches one sitemap and takes in what it lists; of an index, the sitemaps. Throws WebFailure when it cannot
 * be had.
 */
export const crawlSitemap = async (
  deps: CrawlDeps,
  slice: Slice,
  site: CrawledSite,
  page: WaitingPage,
): Promise<void> => {
  const { signal, tenantId, siteId } = slice;
  const answer = await fetchPage(deps.web, { url: page.url, accepts: "sitemaps", signal });
  const bytes = await unpacked(answer.content?.bytes ?? new Uint8Array());
  const { pages, sitemaps } = await readSitemap(decodeText(bytes));
  const urls = addresses(pages, answer.url);
  const inner = addresses(sitemaps, answer.url)
    .filter(({ url }) => new URL(url).host === site.host)
    .slice(0, webLimits.sitemaps);
  await deps.db.tenant(
    tenantId,
    async (tx) => {
      await keepSite(tx, slice, webLimits.leaseMs);
      // An index of indexes of indexes: deeper ones are left out.
      if (page.depth < 2) {
        const listed = inner.map(({ url }) => ({ ...sitemapPage(url), depth: page.depth + 1 }));
        await insertPages(tx, tenantId, siteId, listed);
      }
      for (let at = 0; at < urls.length; at += batch) {
        const some = urls.slice(at, at + batch);
        await admitPages(tx, slice, site, { urls: some, foundBy: "sitemap", depth: 0 });
      }
      await settlePage(tx, siteId, page.url, {
        state: "done",
        outcome: "unchanged",
        etag: null,
        lastModified: null,
        contentHash: null,
        sourceId: null,
      });
    },
    { deadlineMs: 20_000 },
  );
};

const batch = 2000;

const addresses = (entries: readonly SitemapEntry[], base: string): readonly SitemapEntry[] =>
  entries.flatMap(({ url, listedAt }) => {
    const address = pageAddress(url, base);
    return address === null ? [] : [{ url: address, listedAt }];
  });

/** A sitemap may be a gzip file, whatever its name. Throws WebFailure when it is too large or broken. */
const unpacked = async (bytes: Uint8Array): Promise<Uint8Array> => {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return await unzip(bytes, { maxOutputLength: webLimits.sitemapBytes });
  } catch (error) {
    const isLarge = error instanceof RangeError;
    throw new WebFailure({ reason: isLarge ? "page_too_large" : "unreadable", detail: null });
  }
};

const unzip = promisify(gunzip);
