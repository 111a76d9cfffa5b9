import { type CrawledSite, keepSite } from "#db/writes/crawl.ts";
import { adoptSource, readPage, settlePage, type WaitingPage } from "#db/writes/site-pages.ts";
import { admitPages } from "./admit-pages.ts";
import type { CrawlDeps, Slice } from "./crawl-deps.ts";
import { fetchPage, type PageAnswer } from "./fetch-page.ts";
import { movedPage, leadPage } from "./lead-page.ts";
import { pageContent, type ReadPageContent } from "./page-content.ts";
import type { Robots } from "./robots.ts";
import { inScope } from "./site-scope.ts";
import { crawlerName } from "./sites-deps.ts";
import { storePage } from "./store-page.ts";
import { WebFailure } from "./web-failure.ts";
import { webLimits } from "./web-limits.ts";

/**
 * Fetches one page and writes down what became of it: nothing when it is as it was, else a source that is to
 * be read, with the links it leads to. Throws WebFailure when it cannot be had.
 */
export const crawlPage = async (
  deps: CrawlDeps,
  slice: Slice,
  { site, robots }: { readonly site: CrawledSite; readonly robots: Robots },
  page: WaitingPage,
): Promise<void> => {
  if (!robots.allows(page.url)) throw new WebFailure({ reason: "robots", detail: null });
  const known = page.sourceId === null ? {} : page;
  const { etag = null, lastModified = null } = known as Partial<WaitingPage>;
  const answer = await fetchPage(deps.web, {
    url: page.url,
    accepts: "pages",
    etag,
    lastModified,
    signal: slice.signal,
  });
  if (answer.url === page.url || site.mode === "page") {
    return settleAnswer(deps, slice, site, page, answer);
  }
  const target = await movedPage(deps, slice, { site, robots }, { page, to: answer.url });
  if (target !== null) await settleAnswer(deps, slice, site, target, answer);
};

const settleAnswer = async (
  deps: CrawlDeps,
  slice: Slice,
  site: CrawledSite,
  page: WaitingPage,
  answer: PageAnswer,
): Promise<void> => {
  const { etag, lastModified } = answer;
  const kept = {
    etag: etag ?? page.etag,
    lastModified: lastModified ?? page.lastModified,
    contentHash: page.contentHash,
  };
  if (answer.content === null) {
    // It moved, and the page it moved to is not ours yet: the crawl comes by again.
    if (page.sourceId === null) return;
    return settleDone(deps, slice, site, { page, links: [], outcome: "unchanged", ...kept });
  }
  const content = await pageContent(answer.content, answer.url);
  const { contentHash, links } = content;
  const fresh = { page, links, etag, lastModified, contentHash };
  if (answer.noindex || content.noindex) {
    await admitLinks(deps, slice, site, page, links);
    throw new WebFailure({ reason: "noindex", detail: null });
  }
  if (await isOther(deps, slice, site, page, content)) {
    await admitLinks(deps, slice, site, page, links);
    await leadPage(deps, slice, { page, to: content.canonical ?? page.url });
    return;
  }
  if (page.sourceId !== null && page.contentHash !== null) {
    const isSame = Buffer.compare(page.contentHash, contentHash) === 0;
    if (isSame) return settleDone(deps, slice, site, { ...fresh, outcome: "unchanged" });
  }
  await learn(deps, slice, site, fresh, content);
};

type Fresh = {
  readonly page: WaitingPage;
  readonly links: readonly string[];
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly contentHash: Uint8Array | null;
};

const learn = async (
  deps: CrawlDeps,
  slice: Slice,
  site: CrawledSite,
  fresh: Fresh,
  content: ReadPageContent,
): Promise<void> => {
  const { page, links } = fresh;
  const stored = await storePage(deps, slice, content);
  if (stored.kind === "source") {
    const outcome = page.sourceId === null ? "new" : "changed";
    const { sourceId } = stored;
    return settleDone(deps, slice, site, { ...fresh, page: { ...page, sourceId }, outcome });
  }
  await admitLinks(deps, slice, site, page, links);
  const { reason, detail, state } =
    stored.kind === "twin"
      ? { reason: "same_content", detail: stored.twin, state: "duplicate" as const }
      : { reason: stored.reason, detail: null, state: "failed" as const };
  await deps.db.tenant(slice.tenantId, async (tx) => {
    await keepSite(tx, slice, webLimits.leaseMs);
    await settlePage(tx, slice.siteId, page.url, { state, reason, detail, misses: page.misses });
  });
};

const settleDone = async (
  deps: CrawlDeps,
  slice: Slice,
  site: CrawledSite,
  { page, links, ...done }: Fresh & { readonly outcome: "new" | "changed" | "unchanged" },
): Promise<void> => {
  await admitLinks(deps, slice, site, page, links);
  const { sourceId } = page;
  const { siteId, tenantId } = slice;
  await deps.db.tenant(tenantId, async (tx) => {
    await keepSite(tx, slice, webLimits.leaseMs);
    if (sourceId !== null) await adoptSource(tx, { sourceId, siteId, crawler: crawlerName });
    await settlePage(tx, siteId, page.url, { state: "done", sourceId, ...done });
  });
};

/** Links come first: were they lost with the process, the page would be asked again. */
const admitLinks = async (
  deps: CrawlDeps,
  slice: Slice,
  site: CrawledSite,
  { depth }: WaitingPage,
  links: readonly string[],
): Promise<void> => {
  const follows = site.mode === "crawl" || (site.mode === "auto" && site.followsLinks !== false);
  if (!follows || depth >= site.maxDepth || links.length === 0) return;
  const urls = links.map((url) => ({ url, listedAt: null }));
  await deps.db.tenant(slice.tenantId, async (tx) => {
    // Holds the site's row, so that two pages at once do not both fill the last places.
    await keepSite(tx, slice, webLimits.leaseMs);
    await admitPages(tx, slice, site, { urls, foundBy: "link", depth: depth + 1 });
  });
};

/** Whether the page wants to be known by another address of the site, which is not known to be useless. */
const isOther = async (
  { db }: CrawlDeps,
  { tenantId, siteId }: Slice,
  site: CrawledSite,
  page: WaitingPage,
  { canonical }: ReadPageContent,
): Promise<boolean> => {
  if (canonical === null || canonical === page.url || site.mode === "page") return false;
  if (!inScope(site, canonical)) return false;
  const known = await db.tenant(tenantId, (tx) => readPage(tx, siteId, canonical));
  return known === null || known.state === "waiting" || known.state === "done";
};
