import type { Tx } from "../client.ts";

/** Where a workspace's mail goes out. The password is not here: it is sealed. */
export type StoredMailServer = {
  readonly host: string;
  readonly port: number;
  readonly tls: "implicit" | "starttls";
  /** Null for a server that wants no login. */
  readonly user: string | null;
  /** The address that mails come from. */
  readonly from: string;
};

/** The mail server of the workspace; null where it has none of its own. */
export const readMailServer = async (tx: Tx): Promise<StoredMailServer | null> => {
  const [row] = await tx<StoredMailServer[]>`
    select host, port, tls, user_name as "user", from_address as "from" from xin.mail_servers`;
  return row ?? null;
};
