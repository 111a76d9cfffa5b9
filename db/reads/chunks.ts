import type { Tx } from "../client.ts";

/**
 * Words of a passage and where they lead: an address of http, https or mailto, or one that is relative to the
 * source's own.
 */
export type PassageLink = { readonly text: string; readonly url: string };

/** A passage as it is stored. */
export type Chunk = {
  readonly id: string;
  readonly sourceId: string;
  readonly sourceVersion: number;
  readonly ordinal: number;
  readonly title: string;
  /** Headings above it, outermost first, joined by ' › '. */
  readonly heading: string;
  readonly text: string;
  readonly links: readonly PassageLink[];
  readonly lang: "en" | "zh";
  readonly anchor: string | null;
  /** Page of a PDF, from 1. */
  readonly page: number | null;
};

/** A passage that may fit a question, found in the index but not scored yet. */
export type Candidate = {
  readonly id: string;
  readonly sourceId: string;
  readonly sourceVersion: number;
};

/** Index tokens with what a match is worth; a passage needs only one of them. */
export type TokenSearch = readonly { readonly token: string; readonly worth: number }[];

/** A question's vector in pgvector's text form with its code, and whose vectors to compare it with. */
export type VectorSearch = {
  readonly modelId: string;
  /** Whether all vectors of that model have length 1: their inner product is quicker than the cosine. */
  readonly unit: boolean;
  readonly vec: string;
  readonly code: string;
  /** Numbers in a vector, and about how many vectors there are to search. */
  readonly dims: number;
  readonly count: number;
};

/**
 * Passages that share valuable tokens with a question, most worth first. Tokens are alternatives: asking for
 * all of them finds nothing. Passages of versions that are staged, or have just stopped answering, are among
 * what any of these finds: leave them out by `readLiveVersions`.
 */
export const findByTokens = (tx: Tx, terms: TokenSearch, limit: number): Promise<Candidate[]> => {
  const tokens = terms.map(({ token }) => quoted(token));
  const worths = terms.map(({ worth }) => worth);
  return tx<Candidate[]>`
    select id, source_id as "sourceId", source_version as "sourceVersion"
    from xin.find_chunks(${tokens}::tsquery[], ${worths}::float8[], ${limit})`;
};

/**
 * Passages whose vectors are nearest to the question's, best first: by an exact scan where that is quick,
 * else the exact order of those whose codes differ least.
 */
export const findByVector = (tx: Tx, search: VectorSearch, limit: number): Promise<Candidate[]> =>
  search.count * search.dims <= exactNumbers
    ? findByScan(tx, search, limit)
    : findByCode(tx, search, limit);

const findByScan = (
  tx: Tx,
  { modelId, unit, vec }: VectorSearch,
  limit: number,
): Promise<Candidate[]> =>
  tx<Candidate[]>`
    select chunk_id as id, source_id as "sourceId", source_version as "sourceVersion"
    from xin.chunk_embeddings where model_id = ${modelId}
    order by ${unit ? tx`vec <#> ${vec}::vector` : tx`vec <=> ${vec}::vector`}, chunk_id limit ${limit}`;

const findByCode = (
  tx: Tx,
  { modelId, vec, code, count }: VectorSearch,
  limit: number,
): Promise<Candidate[]> =>
  tx<Candidate[]>`
    with near as materialized (
      select chunk_id from xin.chunk_codes where model_id = ${modelId}
      order by code <~> ${code}::bit(1024) limit ${Math.max(fewestLooks, Math.ceil(count / 25))}
    )
    select e.chunk_id as id, e.source_id as "sourceId", e.source_version as "sourceVersion"
    from near n join xin.chunk_embeddings e on e.model_id = ${modelId} and e.chunk_id = n.chunk_id
    order by e.vec <=> ${vec}::vector, e.chunk_id limit ${limit}`;

/** Numbers that are compared in some 15 ms: 15,600 vectors of 256, or 2,600 of 1,536. */
const exactNumbers = 4_000_000;

/** Vectors compared exactly after their codes; docs/decisions/008-embedding-models.md has what that finds. */
const fewestLooks = 400;

/** The first passages of given sources, whatever the question says; at most `limit` of each. */
export const findBySource = (
  tx: Tx,
  sourceIds: readonly string[],
  limit: number,
): Promise<Candidate[]> =>
  tx<Candidate[]>`
    select c.id, c.source_id as "sourceId", c.source_version as "sourceVersion"
    from xin.sources s join xin.chunks c on c.source_id = s.id and c.source_version = s.live_version
    where s.id = any(${[...sourceIds]}::uuid[]) and c.ordinal < ${limit}`;

/** Cosine of passages' vectors and the question's, by passage; those without a vector are left out. */
export const readSimilarities = async (
  tx: Tx,
  { modelId, vec }: VectorSearch,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> => {
  const rows = await tx<{ id: string; cosine: number }[]>`
    select chunk_id as id, 1 - (vec <=> ${vec}::vector) as cosine from xin.chunk_embeddings
    where model_id = ${modelId} and chunk_id = any(${[...ids]}::uuid[])`;
  return new Map(rows.map(({ id, cosine }) => [id, cosine]));
};

/** Passages by id, in no order. Also those that no longer answer: old answers point to them. */
export const readChunks = (tx: Tx, ids: readonly string[]): Promise<readonly Chunk[]> =>
  tx<Chunk[]>`select ${columns(tx)} from xin.chunks where id = any(${ids as string[]}::uuid[])`;

/** Passages of one version of a source, in order, after an ordinal; at most `limit`. */
export const readChunksOfVersion = (
  tx: Tx,
  version: { readonly sourceId: string; readonly version: number },
  page: { readonly after: number; readonly limit: number },
): Promise<readonly Chunk[]> =>
  tx<Chunk[]>`select ${columns(tx)} from xin.chunks
    where source_id = ${version.sourceId} and source_version = ${version.version} and ordinal > ${page.after}
    order by ordinal limit ${page.limit}`;

/** How often each token occurs in a whole source, packed; the address of the source goes along. */
export type PackedSourceTerms = {
  readonly sourceId: string;
  readonly version: number;
  readonly terms: Uint8Array;
  readonly tokenCount: number;
  readonly chunkCount: number;
  readonly url: string | null;
};

/** Which version of each source answers now. */
export const readLiveVersions = async (tx: Tx): Promise<ReadonlyMap<string, number>> => {
  const rows = await tx<{ sourceId: string; version: number }[]>`
    select source_id as "sourceId", version from xin.source_versions
    where valid_from is not null and valid_to is null`;
  return new Map(rows.map(({ sourceId, version }) => [sourceId, version]));
};

/** The terms of live versions of the given sources. */
export const readSourceTerms = (
  tx: Tx,
  sourceIds: readonly string[],
): Promise<readonly PackedSourceTerms[]> =>
  tx<PackedSourceTerms[]>`
    select v.source_id as "sourceId", v.version, v.terms, v.token_count as "tokenCount",
      v.chunk_count as "chunkCount", s.url
    from xin.source_versions v join xin.sources s on s.tenant_id = v.tenant_id and s.id = v.source_id
    where v.source_id = any(${sourceIds as string[]}::uuid[]) and v.valid_from is not null and v.valid_to is null`;

const columns = (
  tx: Tx,
) => tx`id, source_id as "sourceId", source_version as "sourceVersion", ordinal,
  title, heading, text, links, lang, anchor, page`;

/** One lexeme as a tsquery. Tokens are letters and digits, but nothing here relies on it. */
const quoted = (token: string): string =>
  `'${token.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
