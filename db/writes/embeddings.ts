import type { Tx } from "../client.ts";
import type { EmbeddingModel, Reranker } from "../reads/embedding-models.ts";

/** Which passages are meant: all that answer now, or those of some versions that may be staged. */
export type ChunkScope =
  | "live"
  | readonly { readonly sourceId: string; readonly version: number }[];

/** A vector as it is stored: in pgvector's text form, and its code of 1024 bits as 0 and 1. */
export type StoredVector = { readonly vec: string; readonly code: string };

/** A passage that has no vector of a model yet. */
export type UnembeddedChunk = {
  readonly id: string;
  readonly title: string;
  readonly heading: string;
  readonly text: string;
};

/** Whose vectors are missing, of passages in which languages; all when null. */
export type MissingVectors = {
  readonly modelId: string;
  readonly languages: readonly ("en" | "zh")[] | null;
  readonly scope: ChunkScope;
};

/**
 * Gives passages without a vector of the model the one that other passages with the same words have.
 * Answers how many got one.
 */
export const copyVectors = async (
  tx: Tx,
  tenantId: string,
  missing: MissingVectors,
): Promise<number> => {
  const { modelId } = missing;
  const copied = await tx`
    with same as materialized (
      select c.id, c.source_id, c.source_version, c.content_hash, one.vec, one.code
      from ${lacking(tx, missing)}
      cross join lateral (
        select e.vec, k.code from xin.chunk_embeddings e
        join xin.chunk_codes k on k.model_id = e.model_id and k.chunk_id = e.chunk_id
        where e.model_id = ${modelId} and e.content_hash = c.content_hash and e.model_id not like 'hash-%' limit 1
      ) one
    ), vectors as (
      insert into xin.chunk_embeddings (tenant_id, model_id, chunk_id, source_id, source_version, content_hash, vec)
      select ${tenantId}, ${modelId}, id, source_id, source_version, content_hash, vec from same
      on conflict do nothing
    )
    insert into xin.chunk_codes (tenant_id, model_id, chunk_id, code)
    select ${tenantId}, ${modelId}, id, code from same
    on conflict do nothing`;
  return copied.count;
};

/** Passages without a vector of the model, in order of their ids, after one of them; at most `limit`. */
export const readUnembedded = (
  tx: Tx,
  missing: MissingVectors,
  page: { readonly after: string; readonly limit: number },
): Promise<readonly UnembeddedChunk[]> =>
  tx<UnembeddedChunk[]>`select c.id, c.title, c.heading, c.text from ${lacking(tx, missing)}
    where c.id > ${page.after} order by c.id limit ${page.limit}`;

/** How many passages have no vector of the model. */
export const countUnembedded = async (tx: Tx, missing: MissingVectors): Promise<number> => {
  const [row] = await tx<{ count: number }[]>`
    select count(*)::int as count from ${lacking(tx, missing)}`;
  return row?.count ?? 0;
};

/** Writes a model down, unless the tenant has it. */
export const insertModel = async (
  tx: Tx,
  tenantId: string,
  model: EmbeddingModel,
): Promise<void> => {
  await tx`insert into xin.embedding_models
    (tenant_id, id, provider, model, revision, dims, prefixes, settings, tokenizer_version)
    values (${tenantId}, ${model.id}, ${model.provider}, ${model.model}, ${model.revision}, ${model.dims},
      ${tx.json(model.prefixes)}, ${tx.json(model.settings)}, ${model.tokenizerVersion})
    on conflict do nothing`;
};

/** Says which models are used from now on. It is a change of the knowledge base: every node learns of it with the next question. */
export const setModels = async (
  tx: Tx,
  models: {
    readonly activeId: string;
    readonly buildingId: string | null;
    readonly previousId: string | null;
  },
): Promise<void> => {
  await tx`update xin.knowledge_bases set version = version + 1, active_model_id = ${models.activeId},
    building_model_id = ${models.buildingId}, previous_model_id = ${models.previousId}, updated_at = now()`;
};

/** Stores which rerank model is used from now on; none with null. */
export const storeReranker = async (tx: Tx, reranker: Reranker | null): Promise<void> => {
  await tx`update xin.knowledge_bases set version = version + 1,
    reranker = ${reranker === null ? null : tx.json(reranker)}, updated_at = now()`;
};

/** Deletes up to `limit` vectors of a model. Answers how many there were. */
export const deleteVectors = async (tx: Tx, modelId: string, limit: number): Promise<number> => {
  const deleted =
    await tx`delete from xin.chunk_embeddings where model_id = ${modelId} and chunk_id in (
    select chunk_id from xin.chunk_embeddings where model_id = ${modelId} limit ${limit})`;
  return deleted.count;
};

/** Stores vectors of a model. Passages that are gone, or have one already, are left out. */
export const insertVectors = async (
  tx: Tx,
  tenantId: string,
  modelId: string,
  vectors: readonly (StoredVector & { readonly chunkId: string })[],
): Promise<void> => {
  const rows = tx.json(vectors.map((vector) => ({ ...vector })));
  await tx`
    insert into xin.chunk_embeddings (tenant_id, model_id, chunk_id, source_id, source_version, content_hash, vec)
    select ${tenantId}, ${modelId}, c.id, c.source_id, c.source_version, c.content_hash, r.vec::vector
    from jsonb_to_recordset(${rows}) as r("chunkId" uuid, vec text) join xin.chunks c on c.id = r."chunkId"
    on conflict do nothing`;
  await tx`insert into xin.chunk_codes (tenant_id, model_id, chunk_id, code)
    select ${tenantId}, ${modelId}, e.chunk_id, r.code::bit(1024)
    from jsonb_to_recordset(${rows}) as r("chunkId" uuid, code text)
    join xin.chunk_embeddings e on e.model_id = ${modelId} and e.chunk_id = r."chunkId"
    on conflict do nothing`;
};

/** The passages of the scope that have no vector of the model, as `c`. */
const lacking = (tx: Tx, { modelId, languages, scope }: MissingVectors) => {
  const versions =
    scope === "live"
      ? tx`(select source_id, version from xin.source_versions where valid_from is not null and valid_to is null)`
      : tx`jsonb_to_recordset(${tx.json(scope.map((one) => ({ source_id: one.sourceId, version: one.version })))})
          as v(source_id uuid, version int)`;
  const spoken = languages === null ? tx`` : tx`and k.lang = any(${[...languages]}::text[])`;
  return tx`(
    select k.* from ${versions} ${scope === "live" ? tx`v` : tx``}
    join xin.chunks k on k.source_id = v.source_id and k.source_version = v.version ${spoken}
    where not exists (select 1 from xin.chunk_embeddings e where e.model_id = ${modelId} and e.chunk_id = k.id)
  ) c`;
};
