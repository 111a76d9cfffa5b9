import type { SiteLease } from "#db/writes/crawl.ts";
import type { FetchDeps } from "./fetch-page.ts";
import type { HostTurns } from "./host-turns.ts";
import type { CrawlSources, SitesDeps } from "./sites-deps.ts";

/** What a crawl works with. */
export type CrawlDeps = SitesDeps & {
  readonly web: FetchDeps;
  readonly turns: HostTurns;
  readonly sources: CrawlSources;
};

/** One slice of one crawl. */
export type Slice = SiteLease & {
  readonly tenantId: string;
  /** Aborts when the program stops, or the site is no longer ours. */
  readonly signal: AbortSignal;
};
