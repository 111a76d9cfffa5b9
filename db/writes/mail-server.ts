import type { Tx } from "../client.ts";
import type { StoredMailServer } from "../reads/mail-server.ts";

/** Sets the mail server of a workspace. */
export const putMailServerRow = async (
  tx: Tx,
  tenantId: string,
  { host, port, tls, user, from }: StoredMailServer,
): Promise<void> => {
  await tx`insert into xin.mail_servers (tenant_id, host, port, tls, user_name, from_address)
    values (${tenantId}, ${host}, ${port}, ${tls}, ${user}, ${from})
    on conflict (tenant_id) do update set host = excluded.host, port = excluded.port, tls = excluded.tls,
      user_name = excluded.user_name, from_address = excluded.from_address, changed_at = now()`;
};

/** Takes it away. Answers whether there was one. */
export const deleteMailServerRow = async (tx: Tx): Promise<boolean> =>
  (await tx`delete from xin.mail_servers`).count > 0;
