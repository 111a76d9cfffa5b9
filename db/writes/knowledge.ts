import type { EmbeddingModel } from "../reads/embedding-models.ts";
import type { Tx } from "../client.ts";
import { insertModel } from "./embeddings.ts";

/** Makes the tenant's knowledge base if it has none yet. */
export const ensureKnowledgeBase = async (
  tx: Tx,
  tenantId: string,
  model: EmbeddingModel,
): Promise<void> => {
  await insertModel(tx, tenantId, model);
  await tx`insert into xin.knowledge_bases (tenant_id, active_model_id, tokenizer_version)
    values (${tenantId}, ${model.id}, ${model.tokenizerVersion}) on conflict do nothing`;
};

/** A source about to be stored. */
export type NewSource = {
  readonly tenantId: string;
  readonly id: string;
  readonly kind: "file" | "text" | "url";
  readonly title: string;
  /** Whether a person gave the title. */
  readonly titleGiven: boolean;
  readonly filename: string | null;
  readonly mime: string | null;
  readonly url: string | null;
  readonly lang: "en" | "zh" | null;
  readonly content: Uint8Array;
  readonly contentHash: Uint8Array;
  readonly createdBy: {
    readonly kind: string;
    readonly id: string | null;
    readonly name: string | null;
  };
};

/** Stores a source in state queued with its bytes. Answers false, and stores nothing, when the same bytes are a source already. */
export const insertSource = async (tx: Tx, source: NewSource): Promise<boolean> => {
  const { createdBy } = source;
  const inserted = await tx`insert into xin.sources
    (tenant_id, id, kind, title, title_given, filename, mime, url, lang, bytes, content_hash,
      created_by_kind, created_by_id, created_by_name)
    values (${source.tenantId}, ${source.id}, ${source.kind}, ${source.title}, ${source.titleGiven}, ${source.filename}, ${source.mime},
      ${source.url}, ${source.lang}, ${source.content.length}, ${source.contentHash},
      ${createdBy.kind}, ${createdBy.id}, ${createdBy.name})
    on conflict (tenant_id, content_hash) where state <> 'deleted' do nothing
    returning id`;
  if (inserted.length === 0) return false;
  await tx`insert into xin.source_contents (tenant_id, source_id, content)
    values (${source.tenantId}, ${source.id}, ${source.content})`;
  return true;
};

/**
 * Stores many sources at once, as already being worked on by the caller, who has ten minutes. Answers the ids of those that were stored; the rest have bytes
 * that are a source already.
 */
export const insertSources = async (
  tx: Tx,
  tenantId: string,
  sources: readonly Omit<NewSource, "tenantId">[],
): Promise<ReadonlySet<string>> => {
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
  const rows = tx.json(
    sources.map(({ content, contentHash, createdBy, ...source }) => ({
      ...source,
      bytes: content.length,
      content: base64(content),
      hash: base64(contentHash),
      byKind: createdBy.kind,
      byId: createdBy.id,
      byName: createdBy.name,
    })),
  );
  const inserted = await tx<{ id: string }[]>`insert into xin.sources
    (tenant_id, id, kind, title, title_given, filename, mime, url, lang, bytes, content_hash,
      created_by_kind, created_by_id, created_by_name, lease_id, lease_until)
    select ${tenantId}, r.id, r.kind, r.title, r."titleGiven", r.filename, r.mime, r.url, r.lang, r.bytes,
      decode(r.hash, 'base64'), r."byKind", r."byId", r."byName",
      gen_random_uuid(), now() + interval '10 minutes'
    from jsonb_to_recordset(${rows}) as r(id uuid, kind text, title text, "titleGiven" boolean, filename text,
      mime text, url text, lang text, bytes int, hash text, "byKind" text, "byId" text, "byName" text)
    on conflict (tenant_id, content_hash) where state <> 'deleted' do nothing
    returning id`;
  const ids = inserted.map(({ id }) => id);
  await tx`insert into xin.source_contents (tenant_id, source_id, content)
    select ${tenantId}, r.id, decode(r.content, 'base64')
    from jsonb_to_recordset(${rows}) as r(id uuid, content text) where r.id = any(${ids}::uuid[])`;
  return new Set(ids);
};

/**
 * Gives a source other bytes, to be processed again. What it had answers until that is done. A title that
 * a person gave it stays, unless they give another.
 */
export const replaceSourceContent = async (
  tx: Tx,
  source: Pick<
    NewSource,
    "id" | "title" | "titleGiven" | "filename" | "mime" | "content" | "contentHash"
  >,
): Promise<void> => {
  await tx`update xin.sources set state = 'queued', failure_reason = null, failure_detail = null, failure_at = null,
      progress_done = 0, progress_total = null, next_attempt_at = null, changed_at = now(), stale_since = null, stale_reason = null,
      lease_id = null, lease_until = null, filename = ${source.filename}, title = case when title_given and not ${source.titleGiven} then title else ${source.title} end,
      title_given = title_given or ${source.titleGiven}, mime = ${source.mime}, bytes = ${source.content.length},
      content_hash = ${source.contentHash}, attempts = 0, updated_at = now()
    where id = ${source.id} and state <> 'deleted'`;
  await tx`update xin.source_contents set content = ${source.content} where source_id = ${source.id}`;
};

/** Takes the knowledge base's row for the rest of the transaction. Always after the source's. */
export const lockKnowledgeBase = async (tx: Tx): Promise<LockedKnowledgeBase> => {
  const [row] = await tx<LockedKnowledgeBase[]>`
    select version, chunk_count as "chunkCount", source_count as "sourceCount", token_count as "tokenCount", frequencies
    from xin.knowledge_bases for update`;
  if (row === undefined)
    throw new Error("This tenant has no knowledge base: call ensureKnowledgeBase first");
  return row;
};

export type LockedKnowledgeBase = {
  readonly version: number;
  readonly chunkCount: number;
  readonly sourceCount: number;
  readonly tokenCount: number;
  readonly frequencies: Uint8Array | null;
};

/** Writes the knowledge base back after a change; `version` is the number of that change. */
export const updateKnowledgeBase = async (tx: Tx, base: LockedKnowledgeBase): Promise<void> => {
  await tx`update xin.knowledge_bases
    set version = ${base.version}, chunk_count = ${base.chunkCount}, source_count = ${base.sourceCount},
      token_count = ${base.tokenCount}, frequencies = ${base.frequencies}, updated_at = now()`;
};

/** Marks a source deleted and removes its bytes. The text of its chunks stays for old answers; nothing finds it. */
export const markSourceDeleted = async (tx: Tx, id: string): Promise<void> => {
  await tx`update xin.sources set state = 'deleted', failure_reason = null, failure_detail = null, failure_at = null,
      lease_id = null, lease_until = null, next_attempt_at = null, site_id = null,
      live_version = null, chunk_count = 0, deleted_at = now(), updated_at = now()
    where id = ${id}`;
  await tx`delete from xin.source_contents where source_id = ${id}`;
};

/**
 * Takes what no longer answers out of the index: tokens and vectors of closed versions, and staged
 * versions of a deleted source. The text stays, for old answers that point to it.
 */
export const sweepIndex = async (tx: Tx, sourceId: string): Promise<void> => {
  await tx`delete from xin.source_versions v using xin.sources s
    where v.source_id = ${sourceId} and s.id = v.source_id and s.state = 'deleted' and v.valid_from is null`;
  await tx`delete from xin.chunk_embeddings e using xin.source_versions v
    where e.source_id = ${sourceId} and v.source_id = e.source_id and v.version = e.source_version
      and v.valid_to is not null`;
  await tx`update xin.chunks c set tokens = null from xin.source_versions v
    where c.source_id = ${sourceId} and v.source_id = c.source_id and v.version = c.source_version
      and v.valid_to is not null and c.tokens is not null`;
};

/** How many sources the tenant has, deleted ones not counted. */
export const countSources = async (tx: Tx): Promise<number> => {
  const [row] = await tx<
    { count: number }[]
  >`select count(*)::int as count from xin.sources where state <> 'deleted'`;
  return row?.count ?? 0;
};
