import type { Tx } from "../client.ts";

/** Which passages are meant: all that answer now, or those of some versions that may be staged. */
export type ChunkScope =
  | "live"
  | readonly { readonly sourceId: string; readonly version: number }[];

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
  const copied = await tx`
    insert into xin.chunk_embeddings (tenant_id, model_id, chunk_id, source_id, source_version, content_hash, vec)
    select ${tenantId}, ${missing.modelId}, c.id, c.source_id, c.source_version, c.content_hash, same.vec
    from ${lacking(tx, missing)}
    cross join lateral (
      select e.vec from xin.chunk_embeddings e
      where e.model_id = ${missing.modelId} and e.content_hash = c.content_hash and e.model_id not like 'hash-%' limit 1
    ) same
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

/** Stores vectors of a model, in pgvector's text form. Passages that are gone, or have one already, are left out. */
export const insertVectors = async (
  tx: Tx,
  tenantId: string,
  modelId: string,
  vectors: readonly { readonly chunkId: string; readonly vector: string }[],
): Promise<void> => {
  const rows = tx.json(vectors.map((vector) => ({ ...vector })));
  await tx`
    insert into xin.chunk_embeddings (tenant_id, model_id, chunk_id, source_id, source_version, content_hash, vec)
    select ${tenantId}, ${modelId}, c.id, c.source_id, c.source_version, c.content_hash, r.vector::vector
    from jsonb_to_recordset(${rows}) as r("chunkId" uuid, vector text) join xin.chunks c on c.id = r."chunkId"
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
