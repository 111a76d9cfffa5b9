import { changeClaimed, type CrawledSite } from "#db/writes/crawl.ts";
import { type FoundPage, insertPages } from "#db/writes/site-pages.ts";
import type { CrawlDeps, Slice } from "./crawl-deps.ts";
import { fetchPage } from "./fetch-page.ts";
import { pageAddress } from "./page-address.ts";
import { parseRobots, type Robots } from "./robots.ts";
import { WebFailure } from "./web-failure.ts";
import { webLimits } from "./web-limits.ts";

/**
 * What the robots.txt of the site says, fetched once in a crawl; the site's sitemaps are taken in with it.
 * Without one all is allowed (RFC 9309 2.3.1.3). Throws WebFailure when the server cannot say: then nothing is
 * allowed, and the crawl has to wait.
 */
export const loadRobots = async (
  deps: CrawlDeps,
  slice: Slice,
  site: CrawledSite,
): Promise<Robots> => {
  const text = site.robots ?? (await fetchRobots(deps, slice, site));
  const robots = parseRobots(text);
  deps.turns.setPause(site.host, robots.pauseMs);
  if (site.robots !== null) return robots;
  await deps.db.tenant(slice.tenantId, async (tx) => {
    await changeClaimed(tx, slice, { robots: text });
    const sitemaps = site.mode === "auto" || site.mode === "sitemap" ? named(robots, site) : [];
    await insertPages(tx, slice.tenantId, site.id, sitemaps.map(sitemapPage));
  });
  return robots;
};

/** A sitemap as an address the crawl asks for. */
export const sitemapPage = (url: string): FoundPage => ({
  url,
  kind: "sitemap",
  foundBy: "sitemap",
  depth: 0,
  shape: "",
  listedAt: null,
});

const fetchRobots = async (
  { web }: CrawlDeps,
  { signal }: Slice,
  site: CrawledSite,
): Promise<string> => {
  try {
    const url = new URL("/robots.txt", site.url).href;
    const { content } = await fetchPage(web, { url, accepts: "robots", signal });
    const bytes = content?.bytes.subarray(0, webLimits.robotsBytes) ?? new Uint8Array();
    // A NUL cannot be stored, and stands in no rule.
    return new TextDecoder().decode(bytes).replaceAll("\0", "");
  } catch (error) {
    if (error instanceof WebFailure && absent.has(error.reason)) return "";
    throw error;
  }
};

/** There is none, or what is there is none. A page too large to be one is as good as none, too. */
const absent: ReadonlySet<string> = new Set([
  "not_found",
  "not_allowed",
  "redirect_loop",
  "redirect_private",
  "address_invalid",
  "page_too_large",
]);

const named = (robots: Robots, site: CrawledSite): readonly string[] => {
  const base = new URL("/", site.url).href;
  const listed = robots.sitemaps
    .flatMap((raw) => pageAddress(raw, base) ?? [])
    .filter((url) => new URL(url).host === site.host)
    .slice(0, webLimits.sitemaps);
  return listed.length > 0 ? listed : [new URL("/sitemap.xml", site.url).href];
};
