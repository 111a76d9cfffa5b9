import type { Tx } from "../client.ts";

/** States in which a source is being worked on, in their order. A source may begin with any of them. */
export const workingStates = ["queued", "fetching", "extracting", "chunking", "embedding"] as const;

/** A source that is being worked on. */
export type WorkingState = (typeof workingStates)[number];

/**
 * Where a source stands. `deleted` ones are not read. A version that is live goes on answering in every
 * one of them: `version` says whether there is one.
 */
export type SourceState = WorkingState | "live" | "failed" | "cancelled";

/** How far the present state has come: bytes fetched, pages read, parts cut, or passages stored. `total` null: not known. */
export type SourceProgress = { readonly done: number; readonly total: number | null };

/** A source of knowledge as people manage it. Times are ISO 8601, UTC. */
export type Source = {
  readonly id: string;
  readonly kind: "file" | "text" | "url";
  readonly title: string;
  readonly filename: string | null;
  readonly mime: string | null;
  /** Main language of its text; null until it is known. */
  readonly lang: "en" | "zh" | null;
  readonly url: string | null;
  readonly bytes: number;
  readonly state: SourceState;
  /** A code of engine/knowledge/source-failure.ts, which has the words for it. */
  readonly failureReason: string | null;
  /** What exactly went wrong, in English, such as a number of pages. */
  readonly failureDetail: string | null;
  /** Where in the source it went wrong, such as a row of a CSV file, from 1. */
  readonly failureAt: number | null;
  /** Null unless it is being worked on. */
  readonly progress: SourceProgress | null;
  /** Attempts since a person asked for it, the present one included; 0 when it is live. */
  readonly attempts: number;
  /** When it is tried again by itself after a passing failure; null when nothing waits. */
  readonly nextAttemptAt: string | null;
  /** Passages that answer now; also while a newer version is being made, or when making it failed. */
  readonly chunkCount: number;
  /** The version that answers; null before the first. */
  readonly version: number | null;
  /** Pages of a document that has pages; null until it was read. */
  readonly pages: number | null;
  /** The site it was found on. */
  readonly siteId: string | null;
  /** Since when it should be read again by a person; null while it answers and is fresh, or does not answer. */
  readonly staleSince: string | null;
  /** `age`: nothing changed for too long; `expired`: the document names that day itself; others from who marked it. */
  readonly staleReason: string | null;
  /** Months without a change after which it is stale. */
  readonly reviewAfterMonths: number;
  readonly createdBy: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly liveAt: string | null;
};

/** Which sources to read. `working` is any state of workingStates; `stale` ones answer but should be looked at. */
export type SourceFilter = {
  readonly state?: SourceState | "working" | "stale" | undefined;
  /** Part of the title, file name or address. */
  readonly search?: string | undefined;
  /** Those after this one, in the order they are answered in. */
  readonly after?: string | undefined;
  readonly limit?: number;
  /** Newest first, or (without `after`) those that changed last. */
  readonly order?: "created" | "changed";
};

/** The tenant's sources, newest first unless asked otherwise. */
export const readSources = (tx: Tx, filter: SourceFilter = {}): Promise<readonly Source[]> => {
  const { state, search, after, limit = 2000, order = "created" } = filter;
  const pattern = search === undefined ? null : `%${search.replaceAll(/[\\%_]/g, "\\$&")}%`;
  const wanted =
    state === undefined
      ? tx``
      : state === "stale"
        ? tx`and ${staleSince(tx)} is not null`
        : tx`and s.state = any(${state === "working" ? [...workingStates] : [state]})`;
  return tx<Source[]>`select ${columns(tx)} from xin.sources s
    where s.state <> 'deleted' ${wanted}
      ${pattern === null ? tx`` : tx`and (s.title ilike ${pattern} or s.filename ilike ${pattern} or s.url ilike ${pattern})`}
      ${after === undefined ? tx`` : tx`and (s.created_at, s.id) < (select a.created_at, a.id from xin.sources a where a.id = ${after})`}
    order by ${order === "changed" ? tx`s.updated_at desc` : tx`s.created_at desc`}, s.id desc limit ${limit}`;
};

/** Titles of sources that answer, those that changed last first. */
export const readSourceTitles = async (tx: Tx, limit: number): Promise<string[]> => {
  const rows = await tx<{ title: string }[]>`
    select title from xin.sources where state = 'live' and title is not null
    group by title order by max(updated_at) desc, title limit ${limit}`;
  return rows.map(({ title }) => title);
};

/** How many sources the tenant has. */
export const countSources = async (tx: Tx): Promise<number> => {
  const [row] = await tx<{ n: number }[]>`
    select count(*)::int as n from xin.sources where state <> 'deleted'`;
  return row?.n ?? 0;
};

/** One source, or null when there is none, it was deleted, or it is another tenant's. */
export const readSource = async (tx: Tx, id: string): Promise<Source | null> => {
  const [source] = await tx<Source[]>`select ${columns(tx)} from xin.sources s
    where s.id = ${id} and s.state <> 'deleted'`;
  return source ?? null;
};

/** Sources by their id; those that are gone are left out. */
export const readSourcesById = async (
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Source>> => {
  const sources = await tx<Source[]>`select ${columns(tx)} from xin.sources s
    where s.id = any(${ids as string[]}::uuid[]) and s.state <> 'deleted'`;
  return new Map(sources.map((source) => [source.id, source]));
};

/** A live source with the same bytes, if there is one. */
export const findSourceByContent = async (
  tx: Tx,
  contentHash: Uint8Array,
): Promise<Source | null> => {
  const [source] = await tx<Source[]>`select ${columns(tx)} from xin.sources s
    where s.content_hash = ${contentHash} and s.state <> 'deleted'`;
  return source ?? null;
};

/** The source of a web page that was added before, if there is one. */
export const findSourceByUrl = async (tx: Tx, url: string): Promise<Source | null> => {
  const [source] = await tx<Source[]>`select ${columns(tx)} from xin.sources s
    where s.url = ${url} and s.kind = 'url' and s.state <> 'deleted' order by s.created_at limit 1`;
  return source ?? null;
};

/** The raw bytes of a source with what is known of them, for extraction. Null when it is gone. */
export const readSourceContent = async (tx: Tx, id: string): Promise<SourceContent | null> => {
  const [content] = await tx<SourceContent[]>`
    select case when s.title_given then s.title end as title, s.filename, s.mime, s.state,
      s.content_hash as "contentHash",
      s.live_version as "liveVersion", c.content
    from xin.sources s join xin.source_contents c on c.tenant_id = s.tenant_id and c.source_id = s.id
    where s.id = ${id} and s.state <> 'deleted'`;
  return content ?? null;
};

/** What extraction starts from. */
export type SourceContent = {
  /** Null when nobody gave one. */
  readonly title: string | null;
  readonly filename: string | null;
  readonly mime: string | null;
  readonly state: SourceState;
  readonly contentHash: Uint8Array;
  readonly liveVersion: number | null;
  readonly content: Uint8Array;
};

/** The version that answers, by source; sources without one are left out. */
export const readLiveVersionsOf = async (
  tx: Tx,
  sourceIds: readonly string[],
): Promise<ReadonlyMap<string, number>> => {
  const rows = await tx<{ id: string; version: number }[]>`
    select id, live_version as version from xin.sources
    where id = any(${sourceIds as string[]}::uuid[]) and live_version is not null`;
  return new Map(rows.map(({ id, version }) => [id, version]));
};

/** A tenant's knowledge base as a whole, without its frequencies. */
export type KnowledgeBase = {
  /** Counts every change; passages are valid in a range of it. */
  readonly version: number;
  readonly modelId: string;
  readonly tokenizerVersion: number;
  readonly chunkCount: number;
  readonly sourceCount: number;
  readonly tokenCount: number;
};

/** The tenant's knowledge base, or null when nothing was ever added. */
export const readKnowledgeBase = async (tx: Tx): Promise<KnowledgeBase | null> => {
  const [base] = await tx<KnowledgeBase[]>`select ${baseColumns(tx)} from xin.knowledge_bases`;
  return base ?? null;
};

/** The same with the packed frequencies, which are large: only to fill a cache. */
export const readKnowledgeBaseWithFrequencies = async (
  tx: Tx,
): Promise<(KnowledgeBase & { readonly frequencies: Uint8Array | null }) | null> => {
  const [base] = await tx<(KnowledgeBase & { frequencies: Uint8Array | null })[]>`
    select ${baseColumns(tx)}, frequencies from xin.knowledge_bases`;
  return base ?? null;
};

const baseColumns = (tx: Tx) => tx`version, active_model_id as "modelId",
  tokenizer_version as "tokenizerVersion", chunk_count as "chunkCount",
  source_count as "sourceCount", token_count as "tokenCount"`;

const columns = (
  tx: Tx,
) => tx`s.id, s.kind, s.title, s.filename, s.mime, s.lang, s.url, s.bytes, s.state,
  s.failure_reason as "failureReason", s.failure_detail as "failureDetail", s.chunk_count as "chunkCount",
  s.failure_at as "failureAt", s.attempts, ${iso(tx, "next_attempt_at")} as "nextAttemptAt",
  case when s.state = any(${[...workingStates]}) then
    jsonb_build_object('done', s.progress_done, 'total', s.progress_total) end as progress,
  s.pages, s.site_id as "siteId", coalesce(s.review_after_months, ${staleMonths}::int) as "reviewAfterMonths",
  to_char(${staleSince(tx)} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "staleSince",
  case when ${staleSince(tx)} is null then null when s.stale_since is not null then s.stale_reason
    when ${expiry(tx)} <= now() then 'expired' else 'age' end as "staleReason",
  s.live_version as version, s.created_by_name as "createdBy", ${iso(tx, "created_at")} as "createdAt",
  ${iso(tx, "updated_at")} as "updatedAt", ${iso(tx, "live_at")} as "liveAt"`;

/** A source that nobody changed or looked at for a year is stale, unless somebody chose another time for it. */
const staleMonths = 12;

/** The day a document names itself, unless somebody has found it right since. */
const expiry = (tx: Tx) =>
  tx`(case when s.reviewed_at is null or s.reviewed_at < s.expires_at then s.expires_at end)`;

const staleSince = (
  tx: Tx,
) => tx`(case when s.live_version is not null and least(s.stale_since, ${dueAt(tx)}) <= now()
  then least(s.stale_since, ${dueAt(tx)}) end)`;

const dueAt = (tx: Tx) => tx`least(${expiry(tx)}, greatest(s.changed_at, s.reviewed_at)
  + make_interval(months => coalesce(s.review_after_months, ${staleMonths}::int)))`;

const iso = (tx: Tx, column: string) =>
  tx`to_char(s.${tx(column)} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
