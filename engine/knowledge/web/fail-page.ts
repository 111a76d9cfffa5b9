import { changeClaimed, type CrawledSite, keepSite } from "#db/writes/crawl.ts";
import { markSourceGone, settlePage, type WaitingPage } from "#db/writes/site-pages.ts";
import type { CrawlDeps, Slice } from "./crawl-deps.ts";
import { mayPass } from "./status-failure.ts";
import type { WebFailure } from "./web-failure.ts";
import { webLimits } from "./web-limits.ts";

/**
 * Writes down that a page could not be had. A failure that may pass is tried again with growing pauses, and
 * not before the server wants it. A page that is not there any more keeps answering as stale, and leaves when
 * the next crawl does not find it either.
 */
export const failPage = (
  { db }: CrawlDeps,
  slice: Slice,
  site: CrawledSite,
  { page, failure }: { readonly page: WaitingPage; readonly failure: WebFailure },
): Promise<void> =>
  db.tenant(slice.tenantId, async (tx) => {
    await keepSite(tx, slice, webLimits.leaseMs);
    const { siteId } = slice;
    const { reason, detail } = failure;
    const isServers = mayPass(failure);
    const inMs = retryMs(failure, page.attempts);
    await changeClaimed(tx, slice, {
      failuresInARow: failuresWith(site, failure),
      ...(isServers && reason === "busy" ? { pausedForMs: inMs } : {}),
    });
    if (isServers && page.attempts + 1 < webLimits.attempts) {
      return settlePage(tx, siteId, page.url, { state: "waiting", reason, detail, inMs });
    }
    const state = stateOf(failure);
    const isMissed = state !== "failed";
    const misses = isMissed ? page.misses + 1 : page.misses;
    if (isMissed && page.sourceId !== null) await markSourceGone(tx, page.sourceId);
    await settlePage(tx, siteId, page.url, { state, reason, detail, misses });
  });

/** A server that wants to be left alone for longer than we wait has failed as often as it may. */
const failuresWith = ({ failuresInARow }: CrawledSite, failure: WebFailure): number => {
  if (mayPass(failure) || failure.reason === "not_allowed") return failuresInARow + 1;
  return failure.reason === "busy" ? webLimits.failuresInARow : 0;
};

/** Until the next try, in milliseconds: at least as long as the server asks for. */
export const retryMs = ({ retryAfterMs = 0 }: WebFailure, attempts: number): number =>
  Math.max(retryAfterMs, 5000 * 3 ** Math.min(attempts, 5));

const stateOf = ({ reason }: WebFailure): "gone" | "skipped" | "failed" => {
  if (reason === "not_found") return "gone";
  return leftOut.has(reason) ? "skipped" : "failed";
};

/** What the site wishes, or what no page of text is. */
const leftOut: ReadonlySet<string> = new Set(["robots", "noindex", "off_site", "not_text"]);
