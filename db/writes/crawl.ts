import type { Tx } from "../client.ts";
import type { SiteMode } from "../reads/sites.ts";

/** A site as the slice of a crawl sees it that has it. */
export type CrawledSite = {
  readonly id: string;
  readonly url: string;
  readonly mode: SiteMode;
  readonly maxDepth: number;
  readonly maxPages: number;
  readonly host: string;
  readonly pathPrefix: string;
  /** Null until this crawl knows. */
  readonly followsLinks: boolean | null;
  /** Null until this crawl has fetched it. */
  readonly robots: string | null;
  readonly failuresInARow: number;
  /** How long its server still wants to be left alone; 0 when it does not. */
  readonly pausedForMs: number;
  /** Since this crawl began. */
  readonly ageMs: number;
};

/** Which slice has the site; without it, nothing of the site may be written. */
export type SiteLease = { readonly siteId: string; readonly leaseId: string };

/** The slice lost its site: it was cancelled, deleted, changed, or taken over. */
export class LeaseLost extends Error {}

/**
 * Takes a site for a slice of its crawl, for `leaseMs`. Answers `busy` when another has it, and null when
 * there is nothing to do, or not yet.
 */
export const claimSite = async (
  tx: Tx,
  { siteId, leaseId }: SiteLease,
  leaseMs: number,
): Promise<CrawledSite | "busy" | null> => {
  const [site] = await tx<CrawledSite[]>`
    update xin.sites s set state = 'crawling', lease_id = ${leaseId}, lease_until = ${inFuture(tx, leaseMs)},
      started_at = coalesce(started_at, now()), updated_at = now()
    where id = ${siteId} and state in ('queued', 'crawling')
      and (lease_until is null or lease_until < now())
      and (paused_until is null or paused_until <= now())
    returning ${columns(tx)}`;
  if (site !== undefined) return site;
  const held = await tx`select from xin.sites
    where id = ${siteId} and state = 'crawling' and lease_until >= now()`;
  return held.length > 0 ? "busy" : null;
};

/** The site as it is now, for the slice that has it. Throws LeaseLost when that has it no longer. */
export const readClaimed = async (tx: Tx, { siteId, leaseId }: SiteLease): Promise<CrawledSite> => {
  const [site] = await tx<CrawledSite[]>`
    select ${columns(tx)} from xin.sites s where id = ${siteId} and lease_id = ${leaseId}`;
  if (site === undefined) throw new LeaseLost();
  return site;
};

/** Keeps the site for longer, and its row for the rest of the transaction. Throws LeaseLost. */
export const keepSite = async (
  tx: Tx,
  { siteId, leaseId }: SiteLease,
  leaseMs: number,
): Promise<void> => {
  const kept = await tx`update xin.sites
    set lease_until = ${inFuture(tx, leaseMs)}, updated_at = now()
    where id = ${siteId} and lease_id = ${leaseId} returning id`;
  if (kept.length === 0) throw new LeaseLost();
};

/** What a crawl learns of its site. Only what is given is changed. Throws LeaseLost. */
export type SiteChange = {
  readonly host?: string;
  readonly pathPrefix?: string;
  readonly robots?: string | null;
  readonly followsLinks?: boolean;
  readonly note?: string;
  readonly failuresInARow?: number;
  readonly pausedForMs?: number;
};

export const changeClaimed = async (
  tx: Tx,
  { siteId, leaseId }: SiteLease,
  change: SiteChange,
): Promise<void> => {
  const { host, pathPrefix, robots, followsLinks, note, failuresInARow, pausedForMs } = change;
  const changed = await tx`update xin.sites set updated_at = now(),
      host = coalesce(${host ?? null}, host), path_prefix = coalesce(${pathPrefix ?? null}, path_prefix),
      robots = ${robots === undefined ? tx`robots` : tx`${robots}`},
      follows_links = coalesce(${followsLinks ?? null}, follows_links), note = coalesce(note, ${note ?? null}),
      failures_in_a_row = coalesce(${failuresInARow ?? null}, failures_in_a_row),
      paused_until = ${pausedForMs === undefined ? tx`paused_until` : inFuture(tx, pausedForMs)}
    where id = ${siteId} and lease_id = ${leaseId} returning id`;
  if (changed.length === 0) throw new LeaseLost();
};

/** Lets go of a site whose crawl goes on in `inMs`, with another slice. */
export const releaseSite = async (
  tx: Tx,
  { siteId, leaseId }: SiteLease,
  inMs: number,
): Promise<boolean> => {
  const released = await tx`update xin.sites
    set lease_id = null, lease_until = null, resume_at = ${inFuture(tx, inMs)}, updated_at = now()
    where id = ${siteId} and lease_id = ${leaseId} returning id`;
  return released.length > 0;
};

/** Ends the crawl: as failed with a reason, or as live. Throws LeaseLost. */
export const endCrawl = async (
  tx: Tx,
  { siteId, leaseId }: SiteLease,
  failure: { readonly reason: string; readonly detail: string | null } | null,
): Promise<void> => {
  const ended = await tx`update xin.sites set state = ${failure === null ? "live" : "failed"},
      failure_reason = ${failure?.reason ?? null}, failure_detail = ${failure?.detail?.slice(0, 500) ?? null},
      lease_id = null, lease_until = null, paused_until = null, resume_at = null, crawled_at = now(),
      next_crawl_at = now() + make_interval(hours => interval_hours), updated_at = now()
    where id = ${siteId} and lease_id = ${leaseId} returning id`;
  if (ended.length === 0) throw new LeaseLost();
};

/** Sites of all tenants that are due to be crawled again, or whose crawl nobody works on. */
export const findDueSites = (tx: Tx, limit: number): Promise<readonly DueSite[]> =>
  tx<DueSite[]>`select tenant_id as "tenantId", site_id as "siteId", is_due as "isDue"
    from xin.find_due_sites(${limit})`;

/** `isDue`: another crawl is to begin; else the present one is to go on. */
export type DueSite = {
  readonly tenantId: string;
  readonly siteId: string;
  readonly isDue: boolean;
};

const columns = (
  tx: Tx,
) => tx`s.id, s.url, s.mode, s.max_depth as "maxDepth", s.max_pages as "maxPages",
  s.host, s.path_prefix as "pathPrefix", s.follows_links as "followsLinks", s.robots,
  s.failures_in_a_row as "failuresInARow",
  greatest(0, coalesce(extract(epoch from s.paused_until - now()), 0) * 1000)::float8 as "pausedForMs",
  (extract(epoch from now() - s.started_at) * 1000)::float8 as "ageMs"`;

const inFuture = (tx: Tx, ms: number) => tx`now() + ${ms}::float8 * interval '1 millisecond'`;
