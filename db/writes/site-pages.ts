import type { Tx } from "../client.ts";

/** An address a crawl is to ask for. */
export type FoundPage = {
  readonly url: string;
  readonly kind: "page" | "sitemap";
  readonly foundBy: "start" | "sitemap" | "link" | "redirect";
  readonly depth: number;
  /** From addressShape of engine/knowledge/web/page-address.ts. */
  readonly shape: string;
  readonly listedAt: string | null;
};

/** A page that waits, with what is known of it from before. */
export type WaitingPage = {
  readonly url: string;
  readonly kind: "page" | "sitemap";
  readonly foundBy: FoundPage["foundBy"];
  readonly depth: number;
  readonly attempts: number;
  readonly misses: number;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly contentHash: Uint8Array | null;
  /** Null also when its source was deleted. */
  readonly sourceId: string | null;
};

/** Adds addresses that are not known yet. Answers how many were new. */
export const insertPages = async (
  tx: Tx,
  tenantId: string,
  siteId: string,
  pages: readonly FoundPage[],
): Promise<number> => {
  if (pages.length === 0) return 0;
  const inserted = await tx`insert into xin.site_pages
      (tenant_id, site_id, url, kind, found_by, depth, shape, listed_at)
    select ${tenantId}, ${siteId}, p.url, p.kind, p."foundBy", p.depth, p.shape, p."listedAt"
    from jsonb_to_recordset(${tx.json(pages)}) as p(url text, kind text, "foundBy" text,
      depth int, shape text, "listedAt" timestamptz)
    on conflict do nothing returning url`;
  return inserted.length;
};

/** Says of pages that links led to that a sitemap lists them too: it means them, whatever becomes of links. */
export const markListed = async (
  tx: Tx,
  siteId: string,
  urls: readonly string[],
): Promise<void> => {
  await tx`update xin.site_pages set found_by = 'sitemap', depth = 0
    where site_id = ${siteId} and found_by = 'link' and url = any(${urls as string[]})`;
};

/** Which of some addresses the site knows already. */
export const knownPages = async (
  tx: Tx,
  siteId: string,
  urls: readonly string[],
): Promise<ReadonlySet<string>> => {
  const rows = await tx<{ url: string }[]>`select url from xin.site_pages
    where site_id = ${siteId} and url = any(${urls as string[]})`;
  return new Set(rows.map(({ url }) => url));
};

/** How many pages a site has: those that count for its limit, all of them, and those of each of some shapes. */
export const countPages = async (
  tx: Tx,
  siteId: string,
  shapes: readonly string[],
): Promise<{ counted: number; all: number; ofShape: ReadonlyMap<string, number> }> => {
  const [total] = await tx<{ counted: number; all: number }[]>`
    select count(*) filter (where state in ('waiting', 'done'))::int as counted, count(*)::int as all
    from xin.site_pages where site_id = ${siteId} and kind = 'page'`;
  const rows = await tx<{ shape: string; count: number }[]>`
    select shape, count(*)::int as count from xin.site_pages
    where site_id = ${siteId} and kind = 'page' and shape = any(${shapes as string[]}) group by shape`;
  const ofShape = new Map(rows.map(({ shape, count }) => [shape, count]));
  return { counted: total?.counted ?? 0, all: total?.all ?? 0, ofShape };
};

/**
 * The next pages to ask for: the first page of the site, then its sitemaps, then the rest, the nearest and
 * the newest first. Of a later kind none, while one of an earlier kind waits.
 */
export const readReadyPages = (
  tx: Tx,
  siteId: string,
  limit: number,
): Promise<readonly WaitingPage[]> =>
  tx<WaitingPage[]>`with waiting as (
      select p.*, ${rank(tx)} as rank from xin.site_pages p
      where p.site_id = ${siteId} and p.state = 'waiting')
    select ${waitingColumns(tx)} from waiting p
    where p.rank = (select min(rank) from waiting)
      and (p.next_attempt_at is null or p.next_attempt_at <= now())
    order by p.depth, p.listed_at desc nulls last, p.url limit ${limit}`;

/** One page as it is known. Null when it is not. */
export const readPage = async (
  tx: Tx,
  siteId: string,
  url: string,
): Promise<(WaitingPage & { readonly state: string }) | null> => {
  const [page] = await tx<(WaitingPage & { state: string })[]>`
    select ${waitingColumns(tx)}, p.state from xin.site_pages p
    where p.site_id = ${siteId} and p.url = ${url}`;
  return page ?? null;
};

/** How long until a page of the site may be asked for, in milliseconds; 0 when one may now, null when none waits. */
export const readWaitMs = async (tx: Tx, siteId: string): Promise<number | null> => {
  const [row] = await tx<{ ms: number | null }[]>`with waiting as (
      select ${rank(tx)} as rank, p.next_attempt_at as at from xin.site_pages p
      where p.site_id = ${siteId} and p.state = 'waiting')
    select extract(epoch from min(coalesce(at, now())) - now())::float8 * 1000 as ms from waiting
    where rank = (select min(rank) from waiting)`;
  return row?.ms == null ? null : Math.max(0, row.ms);
};

/** What became of a page. Null fields are emptied. */
export type PageResult =
  | {
      readonly state: "done";
      readonly outcome: "new" | "changed" | "unchanged";
      readonly etag: string | null;
      readonly lastModified: string | null;
      readonly contentHash: Uint8Array | null;
      readonly sourceId: string | null;
    }
  | {
      readonly state: "failed" | "gone" | "duplicate" | "skipped";
      readonly reason: string;
      readonly detail: string | null;
      /** Crawls in a row that did not find it; its source goes with the second. */
      readonly misses: number;
    }
  | {
      readonly state: "waiting";
      readonly reason: string;
      readonly detail: string | null;
      readonly inMs: number;
    };

/** Writes down what became of a page. */
export const settlePage = async (
  tx: Tx,
  siteId: string,
  url: string,
  result: PageResult,
): Promise<void> => {
  if (result.state === "done") {
    const { outcome, etag, lastModified, contentHash, sourceId } = result;
    await tx`update xin.site_pages set state = 'done', outcome = ${outcome}, failure_reason = null,
        failure_detail = null, attempts = 0, next_attempt_at = null, misses = 0, etag = ${etag},
        last_modified = ${lastModified}, content_hash = ${contentHash}, source_id = ${sourceId},
        fetched_at = now()
      where site_id = ${siteId} and url = ${url}`;
    return;
  }
  const { state, reason, detail } = result;
  const waitMs = state === "waiting" ? result.inMs : null;
  await tx`update xin.site_pages set state = ${state}, outcome = null, failure_reason = ${reason},
      failure_detail = ${detail}, attempts = attempts + 1, fetched_at = now(),
      next_attempt_at = now() + ${waitMs}::float8 * interval '1 millisecond'
    where site_id = ${siteId} and url = ${url}`;
  if (state === "waiting") return;
  // A source that nothing stands for is swept when the crawl ends.
  await tx`update xin.site_pages set misses = ${result.misses}, next_attempt_at = null,
      source_id = case when ${result.misses} > 1 or state = 'duplicate' then null else source_id end
    where site_id = ${siteId} and url = ${url}`;
};

/** Says of a page's source that a crawl did not find the page any more: it is stale, and still answers. */
export const markSourceGone = async (tx: Tx, sourceId: string): Promise<void> => {
  await tx`update xin.sources set stale_since = now(), stale_reason = 'gone'
    where id = ${sourceId} and stale_since is null and state <> 'deleted'`;
};

/** A source made by a crawl belongs to the site from then on; and its page is there (again). */
export const adoptSource = async (
  tx: Tx,
  { sourceId, siteId, crawler }: { sourceId: string; siteId: string; crawler: string },
): Promise<void> => {
  await tx`update xin.sources set site_id = ${siteId}
    where id = ${sourceId} and site_id is null and created_by_kind = 'system' and created_by_name = ${crawler}`;
  await tx`update xin.sources set stale_since = null, stale_reason = null
    where id = ${sourceId} and stale_reason = 'gone'`;
};

/** A page moved: what was made of it is the other page's now, unless that has its own. */
export const movePage = async (
  tx: Tx,
  siteId: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> => {
  const moved = await tx<{ id: string }[]>`
    update xin.site_pages t set source_id = f.source_id from xin.site_pages f
    where t.site_id = ${siteId} and t.url = ${to} and t.source_id is null
      and f.site_id = ${siteId} and f.url = ${from} and f.source_id is not null
    returning f.source_id as id`;
  const [source] = moved;
  if (source === undefined) return;
  await tx`update xin.site_pages set source_id = null where site_id = ${siteId} and url = ${from}`;
  await tx`update xin.sources set url = ${to} where id = ${source.id} and site_id = ${siteId}`;
};

/** Gives up all pages that still wait, with one reason. */
export const failWaitingPages = async (tx: Tx, siteId: string, reason: string): Promise<void> => {
  await tx`update xin.site_pages set state = 'failed', failure_reason = ${reason}, next_attempt_at = null
    where site_id = ${siteId} and state = 'waiting'`;
};

/** Forgets what links promised, where a sitemap says what the pages are. */
export const forgetLinkedPages = async (tx: Tx, siteId: string): Promise<void> => {
  await tx`delete from xin.site_pages
    where site_id = ${siteId} and state = 'waiting' and found_by = 'link' and source_id is null`;
};

/** Forgets the sitemaps, which were another host's. */
export const forgetSitemaps = async (tx: Tx, siteId: string): Promise<void> => {
  await tx`delete from xin.site_pages where site_id = ${siteId} and kind = 'sitemap'`;
};

/** Forgets the pages whose addresses are given. */
export const forgetPages = async (
  tx: Tx,
  siteId: string,
  urls: readonly string[],
): Promise<void> => {
  await tx`delete from xin.site_pages where site_id = ${siteId} and url = any(${urls as string[]})`;
};

/** All addresses of a site, sitemaps too. */
export const readAddresses = async (tx: Tx, siteId: string): Promise<readonly string[]> => {
  const rows = await tx<
    { url: string }[]
  >`select url from xin.site_pages where site_id = ${siteId}`;
  return rows.map(({ url }) => url);
};

/** What a crawl has come to. */
export type CrawlTally = {
  readonly waiting: number;
  readonly done: number;
  readonly all: number;
  readonly listed: number;
  /** Of the page nearest to the first that could not be had. */
  readonly reason: string | null;
  readonly detail: string | null;
};

/** Counts what the crawl has come to so far. */
export const tallyPages = async (tx: Tx, siteId: string): Promise<CrawlTally> => {
  const [tally] = await tx<CrawlTally[]>`
    select count(*) filter (where state = 'waiting')::int as waiting,
      count(*) filter (where state = 'done' and kind = 'page')::int as done,
      count(*) filter (where kind = 'page')::int as all,
      count(*) filter (where found_by = 'sitemap' and kind = 'page')::int as listed,
      (array_agg(failure_reason order by depth, url) filter (where failure_reason is not null and kind = 'page'))[1] as reason,
      (array_agg(failure_detail order by depth, url) filter (where failure_reason is not null and kind = 'page'))[1] as detail
    from xin.site_pages where site_id = ${siteId}`;
  return tally ?? { waiting: 0, done: 0, all: 0, listed: 0, reason: null, detail: null };
};

const rank = (tx: Tx) =>
  tx`case when p.found_by = 'start' then 0 when p.kind = 'sitemap' then 1 else 2 end`;

const waitingColumns = (
  tx: Tx,
) => tx`p.url, p.kind, p.found_by as "foundBy", p.depth, p.attempts, p.misses,
  p.etag, p.last_modified as "lastModified", p.content_hash as "contentHash",
  (select s.id from xin.sources s where s.id = p.source_id and s.state <> 'deleted') as "sourceId"`;
