import type { Tx } from "../client.ts";
import { readSources, type Source, type SourceState } from "./knowledge.ts";

/** Where a tenant's ingestion stands. */
export type KnowledgeStatus = {
  /** Sources by state. `stale` ones are among the live ones. */
  readonly counts: Readonly<Record<SourceState | "stale", number>>;
  /** Passages that answer. */
  readonly chunkCount: number;
  /** Sources being worked on, at most 100, the newest first. */
  readonly working: readonly Source[];
  /** The sources that changed last, whatever their state, at most 20. */
  readonly recent: readonly Source[];
};

/** Reads where the tenant's ingestion stands. */
export const readKnowledgeStatus = async (tx: Tx): Promise<KnowledgeStatus> => {
  const rows = await tx<{ state: SourceState; count: number; chunks: number }[]>`
    select state, count(*)::int as count, coalesce(sum(chunk_count), 0)::int as chunks
    from xin.sources where state <> 'deleted' group by state`;
  const stale = (await readSources(tx, { state: "stale" })).length;
  const counts = {
    ...none,
    stale,
    ...Object.fromEntries(rows.map((row) => [row.state, row.count])),
  };
  return {
    counts,
    chunkCount: rows.reduce((sum, { chunks }) => sum + chunks, 0),
    working: await readSources(tx, { state: "working", limit: 100 }),
    recent: await readSources(tx, { order: "changed", limit: 20 }),
  };
};

const none = {
  queued: 0,
  fetching: 0,
  extracting: 0,
  chunking: 0,
  embedding: 0,
  live: 0,
  failed: 0,
  cancelled: 0,
};
