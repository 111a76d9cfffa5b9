import { readSite, type Site } from "#db/reads/sites.ts";
import { forgetPages, insertPages, readAddresses } from "#db/writes/site-pages.ts";
import {
  beginCrawl,
  findSiteByUrl,
  forgetValidators,
  lockSite,
  type SiteSettings,
  updateSite,
} from "#db/writes/sites.ts";
import { ActionRefused } from "../../actions/action-refused.ts";
import type { Envelope } from "../../actions/envelope.ts";
import { recordAudit } from "../../audit/record-audit.ts";
import { assertMay } from "../../tenancy/permissions.ts";
import { firstPage } from "./add-site.ts";
import { checkSite, checkUrl, type NewSiteInput } from "./check-site.ts";
import { inScope } from "./site-scope.ts";
import { type SitesDeps, tellSite } from "./sites-deps.ts";

/** What to change of a site; what is left out stays. Of one page only the address and the pause between crawls. */
export type SiteChangeInput = Partial<NewSiteInput> & { readonly siteId: string };

/**
 * Changes a site and crawls it again. Pages that no longer belong to it leave with the end of that crawl.
 * Needs `knowledge.write`; refused: `not_found`, `invalid`, `conflict` when the address is another site.
 */
export const changeSite = async (
  deps: SitesDeps,
  envelope: Envelope,
  { siteId, ...change }: SiteChangeInput,
): Promise<void> => {
  assertMay(envelope.actor.role, "knowledge.write");
  const { tenantId } = envelope;
  await deps.db.tenant(tenantId, async (tx) => {
    if ((await lockSite(tx, siteId)) === null) throw noSite();
    const site = await readSite(tx, siteId);
    if (site === null) throw noSite();
    const wanted = merged(site, change);
    const other = await findSiteByUrl(tx, wanted);
    if (other !== null && other !== siteId) {
      throw new ActionRefused({
        kind: "conflict",
        message: "This address is another site of yours already. Crawl that one again instead.",
      });
    }
    if (envelope.dryRun) return;
    await updateSite(tx, siteId, wanted);
    const kept = wanted.mode === "page" ? [wanted.url] : null;
    const all = await readAddresses(tx, siteId);
    const left = all.filter((url) => (kept === null ? !inScope(wanted, url) : !kept.includes(url)));
    // The first page of before is no first page now; the new one is.
    await forgetPages(tx, siteId, site.url === wanted.url ? left : [...left, site.url, wanted.url]);
    await forgetValidators(tx, siteId);
    await beginCrawl(tx, siteId);
    await insertPages(tx, tenantId, siteId, [firstPage(wanted.url)]);
    await deps.crawls.sendWithin(tx, { tenantId, siteId });
    await recordAudit(tx, envelope, "site.change", siteId, { host: wanted.host });
  });
  if (!envelope.dryRun) tellSite(deps, { tenantId, siteId }, "queued");
};

/** The one answer for a site that does not exist, was deleted, or is another tenant's. */
export const noSite = (): ActionRefused =>
  new ActionRefused({ kind: "not_found", message: "There is no such site." });

const merged = (site: Site, change: Partial<NewSiteInput>): SiteSettings => {
  const { url, mode, maxDepth, maxPages, intervalHours } = { ...site, ...given(change) };
  if (mode === "page") return checkUrl({ url, intervalHours });
  // Another address means another folder, unless one is named.
  const pathPrefix = change.pathPrefix ?? (change.url === undefined ? site.pathPrefix : null);
  return checkSite({ url, mode, maxDepth, maxPages, intervalHours, pathPrefix });
};

const given = (change: Partial<NewSiteInput>): Partial<NewSiteInput> =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
