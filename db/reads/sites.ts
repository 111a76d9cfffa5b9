import type { Tx } from "../client.ts";
import { type SourceState, workingStates } from "./knowledge.ts";

/** How the pages of a site are found: only the one; by its sitemaps; by its links; by sitemaps if there are, else links. */
export const siteModes = ["page", "sitemap", "crawl", "auto"] as const;
export type SiteMode = (typeof siteModes)[number];

/** Where a site stands; between two crawls `live`, with pages that answer in every state. Deleted ones are not read. */
export const siteStates = ["queued", "crawling", "live", "failed", "cancelled"] as const;
export type SiteState = (typeof siteStates)[number];

/** A web site the knowledge base learns from. Times are ISO 8601, UTC. */
export type Site = {
  readonly id: string;
  /** Where its crawl begins. */
  readonly url: string;
  /** Host, and the port where it is not the usual one. */
  readonly host: string;
  readonly mode: SiteMode;
  readonly maxDepth: number;
  readonly maxPages: number;
  /** What the path of its pages begins with. */
  readonly pathPrefix: string;
  readonly state: SiteState;
  /** A code of engine/knowledge/web/web-failure.ts, which has the words; null unless it failed. */
  readonly failureReason: string | null;
  /** What exactly went wrong, in English, such as an address. */
  readonly failureDetail: string | null;
  /** A code of the same file: why not all that was found is here. */
  readonly note: string | null;
  /** Numbers its crawls; above 1 it is crawled again. */
  readonly crawl: number;
  readonly counts: SiteCounts;
  /** Passages of it that answer now. */
  readonly chunkCount: number;
  readonly langs: readonly ("en" | "zh")[];
  /** When the last crawl ended. */
  readonly crawledAt: string | null;
  /** Null: it is crawled again only when somebody asks. */
  readonly intervalHours: number | null;
  readonly nextCrawlAt: string | null;
  readonly createdBy: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
};

/** Pages of a site, by what the present crawl, or the last, made of them. */
export type SiteCounts = {
  /** All that are known. */
  readonly found: number;
  /** Not asked for yet in this crawl. */
  readonly waiting: number;
  /** Read: new, changed and unchanged ones. */
  readonly fetched: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly failed: number;
  readonly gone: number;
  /** Left out by the site's wish, or no text, or the same as another page. */
  readonly leftOut: number;
  /** Read, but their passages are still being made. */
  readonly working: number;
  /** Read, but no passages could be made of them. */
  readonly unusable: number;
};

/** What a crawl makes of a page. `waiting` it was not asked for yet; `excluded` somebody deleted its source. */
export const pageStates = [
  "waiting",
  "done",
  "failed",
  "gone",
  "duplicate",
  "skipped",
  "excluded",
] as const;
export type PageState = (typeof pageStates)[number];

/** A page of a site. */
export type SitePage = {
  readonly url: string;
  /** Links from the first page. */
  readonly depth: number;
  readonly state: PageState;
  /** What reading it found: null unless it is `done`. */
  readonly outcome: "new" | "changed" | "unchanged" | null;
  readonly failureReason: string | null;
  /** For a duplicate the address it is the same as. */
  readonly failureDetail: string | null;
  /** When it is tried again by itself. */
  readonly nextAttemptAt: string | null;
  readonly fetchedAt: string | null;
  /** The source made of it; it answers also while the page is fetched again, or cannot be. */
  readonly sourceId: string | null;
  readonly sourceState: SourceState | null;
  readonly sourceFailureReason: string | null;
  readonly title: string | null;
  readonly chunkCount: number;
};

/** The tenant's sites, newest first. */
export const readSites = async (tx: Tx): Promise<readonly Site[]> => {
  const sites = await tx<Site[]>`select ${siteColumns(tx)} from xin.sites s ${siteJoins(tx)}
    where s.state <> 'deleted' order by s.created_at desc, s.id desc`;
  return [...sites];
};

/** One site, or null when there is none, it was deleted, or it is another tenant's. */
export const readSite = async (tx: Tx, id: string): Promise<Site | null> => {
  const [site] = await tx<Site[]>`select ${siteColumns(tx)} from xin.sites s ${siteJoins(tx)}
    where s.id = ${id} and s.state <> 'deleted'`;
  return site ?? null;
};

/** Which pages to read. */
export type PageFilter = {
  readonly state?: PageState | undefined;
  /** Those after this address. */
  readonly after?: string | undefined;
  readonly limit?: number;
};

/** Pages of a site by their address. None for a site that is not there. */
export const readSitePages = async (
  tx: Tx,
  siteId: string,
  { state, after, limit = 2000 }: PageFilter = {},
): Promise<readonly SitePage[]> => {
  const pages = await tx<SitePage[]>`
    select p.url, p.depth, p.state, p.outcome, p.failure_reason as "failureReason",
      p.failure_detail as "failureDetail", ${iso(tx, "p", "next_attempt_at")} as "nextAttemptAt",
      ${iso(tx, "p", "fetched_at")} as "fetchedAt", s.id as "sourceId", s.state as "sourceState",
      s.failure_reason as "sourceFailureReason", s.title, coalesce(s.chunk_count, 0) as "chunkCount"
    from xin.site_pages p
    join xin.sites w on w.tenant_id = p.tenant_id and w.id = p.site_id and w.state <> 'deleted'
    left join xin.sources s on s.tenant_id = p.tenant_id and s.id = p.source_id and s.state <> 'deleted'
    where p.site_id = ${siteId} and p.kind = 'page'
      ${state === undefined ? tx`` : tx`and p.state = ${state}`}
      ${after === undefined ? tx`` : tx`and p.url > ${after}`}
    order by p.url limit ${limit}`;
  return [...pages];
};

const siteColumns = (tx: Tx) => tx`s.id, s.url, s.host, s.mode, s.max_depth as "maxDepth",
  s.max_pages as "maxPages", s.path_prefix as "pathPrefix", s.state, s.failure_reason as "failureReason",
  s.failure_detail as "failureDetail", s.note, s.crawl, p.counts, p."chunkCount", p.langs,
  ${iso(tx, "s", "crawled_at")} as "crawledAt", s.interval_hours as "intervalHours",
  ${iso(tx, "s", "next_crawl_at")} as "nextCrawlAt", s.created_by_name as "createdBy",
  ${iso(tx, "s", "created_at")} as "createdAt", ${iso(tx, "s", "updated_at")} as "updatedAt"`;

/** Counted, not kept: a number beside the rows it stands for would one day differ. */
const siteJoins = (tx: Tx) => tx`cross join lateral (
  select json_build_object(
      'found', count(*),
      'waiting', count(*) filter (where p.state = 'waiting'),
      'fetched', count(*) filter (where p.state = 'done'),
      'added', count(*) filter (where p.outcome = 'new'),
      'changed', count(*) filter (where p.outcome = 'changed'),
      'unchanged', count(*) filter (where p.outcome = 'unchanged'),
      'failed', count(*) filter (where p.state = 'failed'),
      'gone', count(*) filter (where p.state = 'gone'),
      'leftOut', count(*) filter (where p.state in ('duplicate', 'skipped', 'excluded')),
      'working', count(*) filter (where c.state = any(${[...workingStates]})),
      'unusable', count(*) filter (where c.state = 'failed')) as counts,
    coalesce(sum(c.chunk_count), 0)::int as "chunkCount",
    coalesce(array_agg(distinct c.lang) filter (where c.lang is not null), '{}') as langs
  from xin.site_pages p
  left join xin.sources c on c.tenant_id = p.tenant_id and c.id = p.source_id and c.state <> 'deleted'
  where p.tenant_id = s.tenant_id and p.site_id = s.id and p.kind = 'page') p`;

const iso = (tx: Tx, table: string, column: string) =>
  tx`to_char(${tx(`${table}.${column}`)} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
