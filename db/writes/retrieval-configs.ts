import type { Tx } from "../client.ts";

/** Locks the tenant's retrieval config until the end of the transaction, and makes it when there is none. */
export const lockRetrievalConfig = async (
  tx: Tx,
  tenantId: string,
): Promise<{ readonly last: number; readonly production: number }> => {
  await tx`insert into xin.retrieval_configs (tenant_id) values (${tenantId})
    on conflict (tenant_id) do nothing`;
  const [row] = await tx<{ last: number; production: number }[]>`
    select last_version as last, production_version as production from xin.retrieval_configs for update`;
  if (row === undefined) throw new Error("the tenant's retrieval config cannot be read back");
  return row;
};

/** Stores the next version. The config must be locked. */
export const insertRetrievalVersion = async (
  tx: Tx,
  tenantId: string,
  version: {
    readonly version: number;
    readonly tuning: object;
    readonly note: string | null;
    readonly authorId: string;
    readonly authorName: string;
  },
): Promise<void> => {
  await tx`insert into xin.retrieval_versions (tenant_id, version, tuning, note, author_id, author_name)
    values (${tenantId}, ${version.version}, ${JSON.stringify(version.tuning)}::text::jsonb,
      ${version.note}, ${version.authorId}, ${version.authorName})`;
  await tx`update xin.retrieval_configs set last_version = ${version.version}`;
};

/** Lets a version answer visitors, 0 for the built-in config, and writes the move down. The config must be locked. */
export const moveRetrievalPointer = async (
  tx: Tx,
  tenantId: string,
  move: {
    readonly version: number;
    readonly previous: number;
    readonly movedById: string;
    readonly movedByName: string;
  },
): Promise<void> => {
  await tx`update xin.retrieval_configs set production_version = ${move.version}`;
  await tx`insert into xin.retrieval_moves (tenant_id, n, version, previous, moved_by_id, moved_by_name)
    select ${tenantId}, coalesce(max(n), 0) + 1, ${move.version}, ${move.previous}, ${move.movedById},
      ${move.movedByName} from xin.retrieval_moves`;
};
