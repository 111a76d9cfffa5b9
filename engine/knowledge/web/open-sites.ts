import type { ActionDeps } from "../../actions/action-deps.ts";
import type { Envelope } from "../../actions/envelope.ts";
import type { Jobs } from "../../runtime/jobs/jobs.ts";
import { productVersion } from "../../runtime/product-version.ts";
import { type AddedSite, addSite, addUrl } from "./add-site.ts";
import { addressRules } from "./address-rules.ts";
import { changeSite, type SiteChangeInput } from "./change-site.ts";
import type { NewSiteInput, NewUrlInput } from "./check-site.ts";
import { deleteSite } from "./delete-site.ts";
import { guardedAgent } from "./guarded-agent.ts";
import { makeHostTurns } from "./host-turns.ts";
import { cancelSite, recrawlSite } from "./recrawl-site.ts";
import { type CrawlSources, openCrawlQueue } from "./sites-deps.ts";
import { startCrawling } from "./start-crawling.ts";
import type { WebSettings } from "./web-settings.ts";

/** Web sites as sources of knowledge. Each function is an action: see the file of its name. */
export type Sites = {
  addSite(envelope: Envelope, input: NewSiteInput): Promise<AddedSite>;
  addUrl(envelope: Envelope, input: NewUrlInput): Promise<AddedSite>;
  changeSite(envelope: Envelope, input: SiteChangeInput): Promise<void>;
  recrawlSite(envelope: Envelope, input: { readonly siteId: string }): Promise<void>;
  cancelSite(envelope: Envelope, input: { readonly siteId: string }): Promise<void>;
  deleteSite(envelope: Envelope, input: { readonly siteId: string }): Promise<void>;
  /** Crawls sites in this process, until the job queue stops. */
  startCrawling(): Promise<void>;
};

/** Opens the queue and binds the actions to it. Made once in a process. */
export const openSites = async (
  deps: ActionDeps,
  jobs: Jobs,
  { sources, settings }: { readonly sources: CrawlSources; readonly settings: WebSettings },
): Promise<Sites> => {
  const own = { ...deps, crawls: await openCrawlQueue(jobs) };
  const turns = makeHostTurns();
  return {
    addSite: (envelope, input) => addSite(own, envelope, input),
    addUrl: (envelope, input) => addUrl(own, envelope, input),
    changeSite: (envelope, input) => changeSite(own, envelope, input),
    recrawlSite: (envelope, input) => recrawlSite(own, envelope, input),
    cancelSite: (envelope, input) => cancelSite(own, envelope, input),
    deleteSite: (envelope, input) => deleteSite(own, envelope, input),
    startCrawling: () => {
      const { contact } = settings;
      const web = {
        agent: guardedAgent(addressRules(settings.allow)),
        userAgent: `XinBot/${productVersion}${contact === null ? "" : ` (+${contact})`}`,
        turn: turns.turn,
      };
      return startCrawling({ ...own, web, turns, sources }, jobs);
    },
  };
};
