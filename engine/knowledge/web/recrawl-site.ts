import { beginCrawl, cancelCrawl, lockSite } from "#db/writes/sites.ts";
import type { Envelope } from "../../actions/envelope.ts";
import { recordAudit } from "../../audit/record-audit.ts";
import { assertMay } from "../../tenancy/permissions.ts";
import { noSite } from "./change-site.ts";
import { type SitesDeps, tellSite } from "./sites-deps.ts";

/**
 * Crawls a site again, now. Only what changed is fetched in full and read again; what it has answers
 * meanwhile. Nothing happens while a crawl is going on. Needs `knowledge.write`; refused: `not_found`.
 */
export const recrawlSite = async (
  deps: SitesDeps,
  envelope: Envelope,
  { siteId }: { readonly siteId: string },
): Promise<void> => {
  assertMay(envelope.actor.role, "knowledge.write");
  const { tenantId } = envelope;
  const begun = await deps.db.tenant(tenantId, async (tx) => {
    const site = await lockSite(tx, siteId);
    if (site === null) throw noSite();
    const isGoingOn = site.state === "queued" || site.state === "crawling";
    if (isGoingOn || envelope.dryRun) return false;
    await beginCrawl(tx, siteId);
    await deps.crawls.sendWithin(tx, { tenantId, siteId });
    await recordAudit(tx, envelope, "site.crawl", siteId);
    return true;
  });
  if (begun) tellSite(deps, { tenantId, siteId }, "queued");
};

/**
 * Ends the crawl that is going on. What was read stays and answers; the rest waits for the next crawl.
 * Nothing happens when none is going on. Needs `knowledge.write`; refused: `not_found`.
 */
export const cancelSite = async (
  deps: SitesDeps,
  envelope: Envelope,
  { siteId }: { readonly siteId: string },
): Promise<void> => {
  assertMay(envelope.actor.role, "knowledge.write");
  const { tenantId } = envelope;
  const cancelled = await deps.db.tenant(tenantId, async (tx) => {
    if ((await lockSite(tx, siteId)) === null) throw noSite();
    if (envelope.dryRun || !(await cancelCrawl(tx, siteId))) return false;
    await recordAudit(tx, envelope, "site.cancel", siteId);
    return true;
  });
  if (cancelled) tellSite(deps, { tenantId, siteId }, "cancelled");
};
