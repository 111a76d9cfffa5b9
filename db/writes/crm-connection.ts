import type { Tx } from "../client.ts";
import type { CrmConnection } from "../reads/crm-connection.ts";

/** Sets the connection of a workspace. */
export const putCrmConnection = async (
  tx: Tx,
  tenantId: string,
  { url, keyEnding }: CrmConnection,
): Promise<void> => {
  await tx`insert into xin.crm_connections (tenant_id, url, key_ending)
    values (${tenantId}, ${url}, ${keyEnding})
    on conflict (tenant_id) do update set url = excluded.url, key_ending = excluded.key_ending, changed_at = now()`;
};

/** Takes it away. Answers whether there was one. */
export const deleteCrmConnection = async (tx: Tx): Promise<boolean> =>
  (await tx`delete from xin.crm_connections`).count > 0;
