import { setTimeout as wait } from "node:timers/promises";
import type { Db } from "#db/client.ts";
import { readSite, type Site, type SiteMode, siteModes } from "#db/reads/sites.ts";
import { openKnowledge } from "../knowledge/open-knowledge.ts";
import { openSilentBus } from "../runtime/silent-bus.ts";
import { systemEnvelope } from "../tenancy/system-envelope.ts";
import { type Command, UsageError, requiredOption } from "./command.ts";
import { findTenant, withDatabase } from "./with-database.ts";
import { withJobs } from "./with-jobs.ts";

/** Crawls a web site, or fetches one page, into a workspace's knowledge and waits until it answers. */
export const siteAddCommand: Command = {
  name: "site add",
  usage: "site add --tenant T [--mode page|sitemap|crawl|auto] <address>",
  summary: "Crawls a web site into a workspace's knowledge and waits until it is live.",
  options: { tenant: { type: "string" }, mode: { type: "string" } },
  run: async (context) => {
    const slug = requiredOption(context, "tenant", "acme");
    const mode = modeOf(context.options["mode"]);
    const [url, ...more] = context.args;
    if (url === undefined || more.length > 0) {
      throw new UsageError("Name one address, such as https://help.example.com.");
    }
    const { crawlAllow: allow, publicUrl: contact } = context.config();
    const site = await withDatabase(context, async (db, database) => {
      const tenant = await findTenant(db, slug);
      return withJobs(context, database, async (jobs) => {
        const deps = { db, bus: openSilentBus(), log: context.log };
        const knowledge = await openKnowledge(deps, jobs, { allow, contact });
        await knowledge.startIngestion();
        await knowledge.startCrawling();
        const envelope = systemEnvelope(tenant.id, "xin site add");
        const { siteId, isNew } = await (mode === "page"
          ? knowledge.addUrl(envelope, { url })
          : knowledge.addSite(envelope, { url, mode }));
        if (!isNew) await knowledge.recrawlSite(envelope, { siteId });
        return settled(db, tenant.id, siteId);
      });
    });
    return {
      text: describe(site),
      json: { tenant: slug, site },
      exitCode: site.state === "live" ? 0 : 1,
    };
  },
};

const modeOf = (mode: string | boolean | undefined): SiteMode => {
  const known = siteModes.find((one) => one === (mode ?? "auto"));
  if (known !== undefined) return known;
  throw new UsageError(`There is no mode "${String(mode)}". There are: ${siteModes.join(", ")}.`);
};

const describe = ({ state, url, counts, chunkCount, failureReason, failureDetail }: Site): string =>
  state === "live"
    ? `live    ${url} (${counts.fetched} pages, ${chunkCount} passages; ${counts.failed} failed)`
    : `${state}  ${url}: ${[failureReason, failureDetail].filter((word) => word !== null).join(": ")}`;

/** Waits for the end of the crawl, and of reading what it found. */
const settled = async (db: Db, tenantId: string, siteId: string): Promise<Site> => {
  for (;;) {
    const site = await db.tenant(tenantId, (tx) => readSite(tx, siteId));
    if (site === null) throw new UsageError("The site was deleted meanwhile.");
    const isGoingOn = site.state === "queued" || site.state === "crawling";
    if (!isGoingOn && site.counts.working === 0) return site;
    await wait(200);
  }
};
