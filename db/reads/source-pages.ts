import type { Tx } from "../client.ts";
import { type Chunk, readChunksOfVersion } from "./chunks.ts";

/** An edition of a source. Times are ISO 8601, UTC. */
export type SourceVersion = {
  readonly version: number;
  readonly chunkCount: number;
  readonly createdAt: string;
  /** Whether it answers now. */
  readonly isLive: boolean;
};

/** The editions of a source that answer or have answered, the newest first, at most 20. */
export const readSourceVersions = async (
  tx: Tx,
  sourceId: string,
): Promise<readonly SourceVersion[]> => {
  const versions = await tx<SourceVersion[]>`
    select version, chunk_count as "chunkCount", valid_to is null as "isLive",
      to_char(created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt"
    from xin.source_versions where source_id = ${sourceId} and valid_from is not null
    order by version desc limit 20`;
  return [...versions];
};

/** What to open a source at: a passage by its id, or by the fragment of its heading. Both null for the beginning. */
export type PassageAim = { readonly chunkId: string | null; readonly anchor: string | null };

/** Where a passage stands in its source: its version, and its number there from 0. */
export type PassagePlace = { readonly version: number; readonly ordinal: number };

/** Finds the passage; in any version by its id, in `version` by its fragment. Null when there is none. */
export const findPassage = async (
  tx: Tx,
  { sourceId, version }: { readonly sourceId: string; readonly version: number | null },
  { chunkId, anchor }: PassageAim,
): Promise<PassagePlace | null> => {
  if (chunkId === null && anchor === null) return null;
  const [place] = await tx<PassagePlace[]>`
    select source_version as version, ordinal from xin.chunks
    where source_id = ${sourceId}
      and ${chunkId === null ? tx`source_version = ${version} and anchor = ${anchor}` : tx`id = ${chunkId}`}
    order by ordinal limit 1`;
  return place ?? null;
};

/** A part of a version's passages in order, with one more than fits when there are more. */
export const readPassages = (
  tx: Tx,
  version: { readonly sourceId: string; readonly version: number },
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<readonly Chunk[]> => readChunksOfVersion(tx, version, { after: offset - 1, limit });
