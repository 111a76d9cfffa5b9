import { v7 as uuidv7 } from "uuid";
import { insertPages } from "#db/writes/site-pages.ts";
import { countSites, findSiteByUrl, insertSite, type SiteSettings } from "#db/writes/sites.ts";
import { ActionRefused } from "../../actions/action-refused.ts";
import type { Envelope } from "../../actions/envelope.ts";
import { recordAudit } from "../../audit/record-audit.ts";
import { assertMay } from "../../tenancy/permissions.ts";
import { checkSite, checkUrl, type NewSiteInput, type NewUrlInput } from "./check-site.ts";
import { addressShape } from "./page-address.ts";
import { type SitesDeps, tellSite } from "./sites-deps.ts";
import { webLimits } from "./web-limits.ts";

/** `isNew` is false when the address was a site already: that one is answered, as it is. */
export type AddedSite = { readonly siteId: string; readonly isNew: boolean };

/**
 * Adds a web site and sets its crawl to work, in one transaction. Whether the address can be had shows in the
 * site's state. Needs `knowledge.write`; refused: `invalid`, `conflict` when the workspace has too many sites.
 */
export const addSite = (
  deps: SitesDeps,
  envelope: Envelope,
  input: NewSiteInput,
): Promise<AddedSite> => add(deps, envelope, () => checkSite(input));

/** Adds one web page: a site of a single page, fetched again as often as any site. Refused like addSite. */
export const addUrl = (
  deps: SitesDeps,
  envelope: Envelope,
  input: NewUrlInput,
): Promise<AddedSite> => add(deps, envelope, () => checkUrl(input));

const add = async (
  deps: SitesDeps,
  envelope: Envelope,
  check: () => SiteSettings,
): Promise<AddedSite> => {
  assertMay(envelope.actor.role, "knowledge.write");
  const { tenantId, actor } = envelope;
  const site = check();
  const id = uuidv7();
  const added = await deps.db.tenant(tenantId, async (tx) => {
    const known = await findSiteByUrl(tx, site);
    if (known !== null) return { siteId: known, isNew: false };
    if ((await countSites(tx)) >= webLimits.sitesOfTenant) {
      throw new ActionRefused({
        kind: "conflict",
        message: `A workspace may have ${webLimits.sitesOfTenant} sites and pages. Delete some you no longer need.`,
      });
    }
    if (envelope.dryRun) return { siteId: id, isNew: true };
    const stored = await insertSite(tx, { ...site, tenantId, id, createdBy: actor });
    if (!stored) {
      throw new ActionRefused({
        kind: "conflict",
        message: "The same address was just added. Look at the list of sites.",
      });
    }
    await insertPages(tx, tenantId, id, [firstPage(site.url)]);
    await deps.crawls.sendWithin(tx, { tenantId, siteId: id });
    const { mode, host } = site;
    await recordAudit(tx, envelope, "site.add", id, { mode, host });
    return { siteId: id, isNew: true };
  });
  if (added.isNew && !envelope.dryRun) tellSite(deps, { tenantId, siteId: id }, "queued");
  return added;
};

/** The page a crawl begins with. */
export const firstPage = (url: string) =>
  ({
    url,
    kind: "page",
    foundBy: "start",
    depth: 0,
    shape: addressShape(url),
    listedAt: null,
  }) as const;
