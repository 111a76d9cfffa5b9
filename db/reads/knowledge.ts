import type { Tx } from "../client.ts";

/** Where a source stands. `deleted` ones are not read. */
export type SourceState = "queued" | "extracting" | "chunking" | "embedding" | "live" | "failed";

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
  /** Passages that answer now; also while a newer version is being made, or when making it failed. */
  readonly chunkCount: number;
  /** The version that answers; null before the first. */
  readonly version: number | null;
  readonly createdBy: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly liveAt: string | null;
};

/** The tenant's sources, newest first, at most `limit`. */
export const readSources = (tx: Tx, limit = 2000): Promise<readonly Source[]> =>
  tx<Source[]>`select ${columns(tx)} from xin.sources s
    where s.state <> 'deleted' order by s.created_at desc, s.id limit ${limit}`;

/** One source, or null when there is none, it was deleted, or it is another tenant's. */
export const readSource = async (tx: Tx, id: string): Promise<Source | null> => {
  const [source] = await tx<Source[]>`select ${columns(tx)} from xin.sources s
    where s.id = ${id} and s.state <> 'deleted'`;
  return source ?? null;
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
  s.live_version as version, s.created_by_name as "createdBy", ${iso(tx, "created_at")} as "createdAt",
  ${iso(tx, "updated_at")} as "updatedAt", ${iso(tx, "live_at")} as "liveAt"`;

const iso = (tx: Tx, column: string) =>
  tx`to_char(s.${tx(column)} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
