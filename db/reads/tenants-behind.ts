import type { Tx } from "../client.ts";

/** Tenants whose log has moved on since a consumer last went through it. Reads across tenants: call it in a look-up. */
export const readTenantsBehind = async (tx: Tx, consumer: string): Promise<readonly string[]> => {
  const rows = await tx<{ id: string }[]>`select xin.tenants_behind(${consumer}) as id`;
  return rows.map(({ id }) => id);
};
