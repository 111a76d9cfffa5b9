import { lockSite, markSiteDeleted, removeDeletedSite, takeOrphans } from "#db/writes/sites.ts";
import { ActionRefused } from "../../actions/action-refused.ts";
import type { Envelope } from "../../actions/envelope.ts";
import { recordAudit } from "../../audit/record-audit.ts";
import type { ActionDeps } from "../../actions/action-deps.ts";
import { assertMay } from "../../tenancy/permissions.ts";
import { noSite } from "./change-site.ts";
import {
  type CrawlJob,
  type CrawlSources,
  crawlEnvelope,
  type SitesDeps,
  tellSite,
} from "./sites-deps.ts";

/**
 * Deletes a site with the sources that were made of its pages. It is gone from the lists at once; its sources
 * go one after the other, whatever dies. Cannot be undone. Needs `knowledge.write`; refused: `not_found`.
 */
export const deleteSite = async (
  deps: SitesDeps,
  envelope: Envelope,
  { siteId }: { readonly siteId: string },
): Promise<void> => {
  assertMay(envelope.actor.role, "knowledge.write");
  const { tenantId } = envelope;
  await deps.db.tenant(tenantId, async (tx) => {
    if ((await lockSite(tx, siteId)) === null) throw noSite();
    if (envelope.dryRun) return;
    await markSiteDeleted(tx, siteId);
    await deps.crawls.sendWithin(tx, { tenantId, siteId }, { priority: 10 });
    await recordAudit(tx, envelope, "site.delete", siteId);
  });
  if (!envelope.dryRun) tellSite(deps, { tenantId, siteId }, "deleted");
};

/** Removes what is left of a deleted site: its sources, then itself. Safe to run again at any point. */
export const removeSite = async (
  deps: ActionDeps & { readonly sources: CrawlSources },
  job: CrawlJob,
  signal: AbortSignal,
): Promise<void> => {
  await sweepOrphans(deps, job, signal);
  await deps.db.tenant(job.tenantId, (tx) => removeDeletedSite(tx, job.siteId));
};

/** Deletes the sources of a site that none of its pages stands for any more. */
export const sweepOrphans = async (
  { db, sources }: ActionDeps & { readonly sources: CrawlSources },
  { tenantId, siteId }: CrawlJob,
  signal: AbortSignal,
): Promise<void> => {
  const envelope = crawlEnvelope(tenantId);
  for (;;) {
    const orphans = await db.tenant(tenantId, (tx) => takeOrphans(tx, siteId, 20));
    if (orphans.length === 0) return;
    for (const sourceId of orphans) {
      signal.throwIfAborted();
      try {
        await sources.deleteSource(envelope, { sourceId });
      } catch (error) {
        // Somebody else deleted it first.
        if (!(error instanceof ActionRefused && error.kind === "not_found")) throw error;
      }
    }
  }
};
