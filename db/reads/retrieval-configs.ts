import type { Tx } from "../client.ts";

/** The tuning that answers visitors, as it was stored; null while the built-in values do. */
export const readProductionConfig = async (
  tx: Tx,
): Promise<{ readonly version: number; readonly tuning: unknown } | null> => {
  const [row] = await tx<{ version: number; tuning: unknown }[]>`
    select v.version, v.tuning from xin.retrieval_configs c
    join xin.retrieval_versions v on v.tenant_id = c.tenant_id and v.version = c.production_version`;
  return row ?? null;
};
