import type { Tx } from "../client.ts";
import type { StoredVector } from "./embeddings.ts";
import type { StoredFailure } from "./source-work.ts";
import type { PassageLink } from "../reads/chunks.ts";
import { type SourceState, workingStates } from "../reads/knowledge.ts";

/** A source and the bytes its next version is made of. */
export type VersionedSource = { readonly id: string; readonly contentHash: Uint8Array };

/**
 * Begins a new version of each source, throwing away what an interrupted attempt had staged. Answers the
 * numbers of the versions by source; sources that are gone, cancelled, or have other bytes by now, are left out.
 */
export const beginVersions = async (
  tx: Tx,
  tenantId: string,
  sources: readonly VersionedSource[],
  tokenizerVersion: number,
): Promise<ReadonlyMap<string, number>> => {
  const wanted = tx.json(sources.map(({ id, contentHash }) => ({ id, hash: hex(contentHash) })));
  const begun = await tx<{ id: string; version: number }[]>`update xin.sources s
    set last_version = last_version + 1, updated_at = now()
    from jsonb_to_recordset(${wanted}) as w(id uuid, hash text)
    where s.id = w.id and s.state = any(${[...workingStates]}) and s.content_hash = decode(w.hash, 'hex')
    returning s.id, s.last_version as version`;
  const ids = begun.map(({ id }) => id);
  await tx`delete from xin.source_versions where source_id = any(${ids}::uuid[]) and valid_from is null`;
  await tx`insert into xin.source_versions (tenant_id, source_id, version, content_hash, tokenizer_version)
    select ${tenantId}, s.id, s.last_version, s.content_hash, ${tokenizerVersion}
    from xin.sources s where s.id = any(${ids}::uuid[])`;
  return new Map(begun.map(({ id, version }) => [id, version]));
};

/** A chunk about to be staged. `tokens` are its distinct index tokens, `vector` that of the model that needs none. */
export type NewChunk = {
  readonly id: string;
  readonly sourceId: string;
  readonly sourceVersion: number;
  readonly ordinal: number;
  readonly title: string;
  readonly heading: string;
  readonly text: string;
  readonly links?: readonly PassageLink[];
  readonly lang: "en" | "zh";
  readonly anchor: string | null;
  readonly page: number | null;
  /** SHA-256, in hex, of what was indexed. */
  readonly contentHash: string;
  readonly tokens: readonly string[];
  readonly vector: StoredVector;
};

/** Stages chunks of versions that are not live yet. Fails with a broken foreign key when a version was thrown away meanwhile. */
export const insertChunks = async (
  tx: Tx,
  tenantId: string,
  modelId: string,
  chunks: readonly NewChunk[],
): Promise<void> => {
  const rows = tx.json(chunks.map((chunk) => ({ ...chunk })));
  await tx`insert into xin.chunks
    (tenant_id, id, source_id, source_version, ordinal, title, heading, text, links, lang, anchor, page, content_hash, tokens)
    select ${tenantId}, r.id, r."sourceId", r."sourceVersion", r.ordinal, r.title, r.heading, r.text,
      coalesce(r.links, '[]'), r.lang, r.anchor,
      r.page, decode(r."contentHash", 'hex'), array_to_tsvector(r.tokens)
    from jsonb_to_recordset(${rows}) as r(id uuid, "sourceId" uuid, "sourceVersion" int, ordinal int, title text,
      heading text, text text, links jsonb, lang text, anchor text, page int, "contentHash" text, tokens text[])`;
  await tx`insert into xin.chunk_embeddings (tenant_id, model_id, chunk_id, source_id, source_version, content_hash, vec)
    select ${tenantId}, ${modelId}, r.id, r."sourceId", r."sourceVersion", decode(r."contentHash", 'hex'), (r.vector->>'vec')::vector
    from jsonb_to_recordset(${rows}) as r(id uuid, "sourceId" uuid, "sourceVersion" int, "contentHash" text, vector jsonb)`;
  await tx`insert into xin.chunk_codes (tenant_id, model_id, chunk_id, code)
    select ${tenantId}, ${modelId}, r.id, (r.vector->>'code')::bit(1024)
    from jsonb_to_recordset(${rows}) as r(id uuid, vector jsonb)`;
};

/** Takes the rows of sources, in order of their ids, for the rest of the transaction. Those that are gone are left out. */
export const lockSources = async (
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, LockedSource>> => {
  const rows = await tx<(LockedSource & { id: string })[]>`
    select id, content_hash as "contentHash", live_version as "liveVersion", state from xin.sources
    where id = any(${ids as string[]}::uuid[]) and state <> 'deleted' order by id for update`;
  return new Map(rows.map((row) => [row.id, row]));
};

/** Where a source stands while its row is held. */
export type LockedSource = {
  readonly contentHash: Uint8Array;
  readonly liveVersion: number | null;
  readonly state: SourceState;
};

/** Ends the range of validity of the sources' live versions: their chunks are found no more. */
export const closeLiveVersions = async (
  tx: Tx,
  sourceIds: readonly string[],
  change: number,
): Promise<void> => {
  await tx`update xin.source_versions set valid_to = ${change}
    where source_id = any(${sourceIds as string[]}::uuid[]) and valid_from is not null and valid_to is null`;
};

/** A staged version about to answer. */
export type OpeningVersion = {
  readonly sourceId: string;
  readonly version: number;
  readonly chunkCount: number;
  readonly tokenCount: number;
  readonly terms: Uint8Array;
  readonly lang: "en" | "zh";
  readonly title: string;
  /** Pages, of a document that has pages. */
  readonly pages: number | null;
  /** The day the document itself says it ends to be true, as an ISO date. */
  readonly expiresAt: string | null;
  /** Why a part of it is missing: the rest answers, and the source is failed. Null when all of it is there. */
  readonly failure: StoredFailure | null;
};

/** Makes staged versions the ones that answer, from the given change of the knowledge base on. */
export const openVersions = async (
  tx: Tx,
  versions: readonly OpeningVersion[],
  change: number,
): Promise<void> => {
  const rows = tx.json(
    versions.map(({ failure, ...version }) => ({
      ...version,
      terms: hex(version.terms),
      reason: failure?.reason ?? null,
      detail: failure?.detail ?? null,
      at: failure?.at ?? null,
    })),
  );
  await tx`update xin.source_versions v
    set valid_from = ${change}, chunk_count = r."chunkCount", token_count = r."tokenCount", terms = decode(r.terms, 'hex'),
      complete = r.reason is null
    from jsonb_to_recordset(${rows}) as r("sourceId" uuid, version int, "chunkCount" int, "tokenCount" float8, terms text, reason text)
    where v.source_id = r."sourceId" and v.version = r.version`;
  await tx`update xin.sources s set state = case when r.reason is null then 'live' else 'failed' end,
      failure_reason = r.reason, failure_detail = r.detail, failure_at = r.at,
      live_version = r.version, chunk_count = r."chunkCount", lang = r.lang, title = r.title,
      pages = r.pages, expires_at = r."expiresAt",
      attempts = case when r.reason is null then 0 else s.attempts end, lease_id = null, lease_until = null, next_attempt_at = null,
      progress_done = 0, progress_total = null, live_at = now(), updated_at = now()
    from jsonb_to_recordset(${rows}) as r("sourceId" uuid, version int, "chunkCount" int, lang text, title text,
      pages int, "expiresAt" timestamptz, reason text, detail text, at int)
    where s.id = r."sourceId"`;
};

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
