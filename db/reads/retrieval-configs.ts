import type { Tx } from "../client.ts";
import { isoTime } from "./iso-time.ts";

/** A version of a tenant's retrieval config. Versions never change. */
export type RetrievalVersionRow = {
  readonly version: number;
  /** As it was stored: engine/knowledge/tuning.ts checks it. */
  readonly tuning: unknown;
  readonly note: string | null;
  readonly authorName: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
};

/** A move of the pointer that says which version answers; 0 is the built-in config. */
export type RetrievalMove = {
  readonly version: number;
  readonly previous: number;
  readonly movedBy: string;
  readonly movedAt: string;
};

/** The version that answers visitors, as it was stored; null while the built-in config does. */
export const readProductionConfig = async (
  tx: Tx,
): Promise<{ readonly version: number; readonly tuning: unknown } | null> => {
  const [row] = await tx<{ version: number; tuning: unknown }[]>`
    select v.version, v.tuning from xin.retrieval_configs c
    join xin.retrieval_versions v on v.tenant_id = c.tenant_id and v.version = c.production_version`;
  return row ?? null;
};

/** Numbers of the version that answers and of the newest one; both 0 when nothing was ever saved. */
export const readRetrievalPointer = async (
  tx: Tx,
): Promise<{ readonly production: number; readonly last: number }> => {
  const [row] = await tx<{ production: number; last: number }[]>`
    select production_version as production, last_version as last from xin.retrieval_configs`;
  return row ?? { production: 0, last: 0 };
};

/** The latest 100 versions, newest first. */
export const readRetrievalVersions = (tx: Tx): Promise<readonly RetrievalVersionRow[]> =>
  tx<RetrievalVersionRow[]>`select ${columns(tx)} from xin.retrieval_versions
    order by version desc limit 100`;

/** One version, or null when the tenant has none such. */
export const readRetrievalVersion = async (
  tx: Tx,
  version: number,
): Promise<RetrievalVersionRow | null> => {
  const [row] = await tx<RetrievalVersionRow[]>`select ${columns(tx)} from xin.retrieval_versions
    where version = ${version}`;
  return row ?? null;
};

/** The latest 100 moves of the pointer, newest first. */
export const readRetrievalMoves = (tx: Tx): Promise<readonly RetrievalMove[]> =>
  tx<
    RetrievalMove[]
  >`select version, previous, moved_by_name as "movedBy", ${isoTime(tx, "moved_at")} as "movedAt"
    from xin.retrieval_moves order by n desc limit 100`;

const columns = (tx: Tx) =>
  tx`version, tuning, note, author_name as "authorName", ${isoTime(tx, "created_at")} as "createdAt"`;
