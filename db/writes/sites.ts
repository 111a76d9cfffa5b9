import type { Tx } from "../client.ts";
import type { Site, SiteMode } from "../reads/sites.ts";

/** What people choose of a site. */
export type SiteSettings = {
  readonly url: string;
  readonly host: string;
  readonly mode: SiteMode;
  readonly maxDepth: number;
  readonly maxPages: number;
  readonly pathPrefix: string;
  readonly intervalHours: number | null;
};

/** A site about to be stored. */
export type NewSite = SiteSettings & {
  readonly tenantId: string;
  readonly id: string;
  readonly createdBy: {
    readonly kind: string;
    readonly id: string | null;
    readonly name: string | null;
  };
};

/** Stores a site, queued. Answers false, and stores nothing, when its address is a site already. */
export const insertSite = async (tx: Tx, site: NewSite): Promise<boolean> => {
  const { createdBy } = site;
  const inserted = await tx`insert into xin.sites
      (tenant_id, id, url, host, mode, max_depth, max_pages, path_prefix, interval_hours,
        created_by_kind, created_by_id, created_by_name)
    values (${site.tenantId}, ${site.id}, ${site.url}, ${site.host}, ${site.mode}, ${site.maxDepth},
      ${site.maxPages}, ${site.pathPrefix}, ${site.intervalHours},
      ${createdBy.kind}, ${createdBy.id}, ${createdBy.name})
    on conflict (tenant_id, url, (mode = 'page')) where state <> 'deleted' do nothing returning id`;
  return inserted.length > 0;
};

/** The id of the site that begins at an address, or null. One page by itself is another site than the whole. */
export const findSiteByUrl = async (
  tx: Tx,
  { url, mode }: Pick<SiteSettings, "url" | "mode">,
): Promise<string | null> => {
  const [site] = await tx<{ id: string }[]>`select id from xin.sites
    where url = ${url} and (mode = 'page') = ${mode === "page"} and state <> 'deleted'`;
  return site?.id ?? null;
};

/** Changes what people chose. */
export const updateSite = async (tx: Tx, id: string, site: SiteSettings): Promise<void> => {
  await tx`update xin.sites set url = ${site.url}, host = ${site.host}, mode = ${site.mode},
      max_depth = ${site.maxDepth}, max_pages = ${site.maxPages}, path_prefix = ${site.pathPrefix},
      interval_hours = ${site.intervalHours}, updated_at = now(),
      next_crawl_at = case when crawled_at is null then null
        else crawled_at + make_interval(hours => ${site.intervalHours}::int) end
    where id = ${id} and state <> 'deleted'`;
};

/** How many sites the tenant has. */
export const countSites = async (tx: Tx): Promise<number> => {
  const [row] = await tx<{ count: number }[]>`
    select count(*)::int as count from xin.sites where state <> 'deleted'`;
  return row?.count ?? 0;
};

/** Takes a site's row for the rest of the transaction. Null when there is none. */
export const lockSite = async (
  tx: Tx,
  id: string,
): Promise<Pick<Site, "state" | "mode"> | null> => {
  const [site] = await tx<Pick<Site, "state" | "mode">[]>`
    select state, mode from xin.sites where id = ${id} and state <> 'deleted' for update`;
  return site ?? null;
};

/**
 * Begins another crawl: all its pages wait again, but for those whose source somebody deleted (the first page
 * apart), and those that are gone for good, which are forgotten. A slice that is at work loses the site.
 */
export const beginCrawl = async (tx: Tx, id: string): Promise<void> => {
  const [site] = await tx<{ note: string | null }[]>`select note from xin.sites where id = ${id}`;
  if (site?.note != null) await forgetValidators(tx, id);
  await tx`update xin.sites set state = 'queued', crawl = crawl + 1, failure_reason = null,
      failure_detail = null, note = null, follows_links = null, robots = null, paused_until = null,
      resume_at = null, failures_in_a_row = 0, started_at = null, next_crawl_at = null,
      lease_id = null, lease_until = null, updated_at = now()
    where id = ${id}`;
  await tx`delete from xin.site_pages where site_id = ${id} and source_id is null
    and (state = 'gone' or kind = 'sitemap')`;
  await tx`update xin.site_pages p set state = case when exists (
        select from xin.sources s where s.id = p.source_id and s.state = 'deleted') and p.found_by <> 'start'
      then 'excluded' else 'waiting' end,
      outcome = null, failure_reason = null, failure_detail = null, attempts = 0, next_attempt_at = null
    where p.site_id = ${id} and p.state <> 'excluded'`;
};

/** Lets the next crawl read each page in full: a page that is not sent again shows no links. */
export const forgetValidators = async (tx: Tx, id: string): Promise<void> => {
  await tx`update xin.site_pages set etag = null, last_modified = null where site_id = ${id}`;
};

/** Ends the crawl that is going on, or waits to; a slice that is at work loses the site. */
export const cancelCrawl = async (tx: Tx, id: string): Promise<boolean> => {
  const cancelled =
    await tx`update xin.sites set state = 'cancelled', lease_id = null, lease_until = null,
      paused_until = null, resume_at = null, updated_at = now(),
      next_crawl_at = now() + make_interval(hours => interval_hours)
    where id = ${id} and state in ('queued', 'crawling') returning id`;
  return cancelled.length > 0;
};

/** Marks a site deleted and forgets its pages: their sources belong to nobody then, and are swept. */
export const markSiteDeleted = async (tx: Tx, id: string): Promise<void> => {
  await tx`update xin.sites set state = 'deleted', failure_reason = null, failure_detail = null,
      lease_id = null, lease_until = null, paused_until = null, resume_at = null, next_crawl_at = null,
      updated_at = now()
    where id = ${id}`;
  await tx`delete from xin.site_pages where site_id = ${id}`;
};

/** Removes a deleted site for good. */
export const removeDeletedSite = async (tx: Tx, id: string): Promise<void> => {
  await tx`delete from xin.sites where id = ${id} and state = 'deleted'`;
};

/** Whether the site is marked deleted and waits for its sources to go. */
export const isSiteDeleted = async (tx: Tx, id: string): Promise<boolean> => {
  const rows = await tx`select from xin.sites where id = ${id} and state = 'deleted'`;
  return rows.length > 0;
};

/**
 * Sources of a site that no page stands for any more, at most `limit`. One that a page of another site stands
 * for is given to that one.
 */
export const takeOrphans = async (tx: Tx, siteId: string, limit: number): Promise<string[]> => {
  await tx`update xin.sources s set site_id = p.site_id from xin.site_pages p
    where s.site_id = ${siteId} and s.state <> 'deleted' and p.source_id = s.id and p.site_id <> s.site_id
      and not exists (select from xin.site_pages o where o.source_id = s.id and o.site_id = ${siteId})`;
  const rows = await tx<{ id: string }[]>`select s.id from xin.sources s
    where s.site_id = ${siteId} and s.state <> 'deleted'
      and not exists (select from xin.site_pages p where p.source_id = s.id)
    order by s.id limit ${limit}`;
  return rows.map(({ id }) => id);
};
