import type { Db } from "#db/client.ts";
import { readMailServer } from "#db/reads/mail-server.ts";
import type { KeyProvider } from "../tenancy/key-provider.ts";
import { openSecret } from "../tenancy/secrets.ts";
import { installationMail, type MailConfig, mailRules, type MailServer } from "./mail-server.ts";

/** What opening a mail server needs. */
export type MailWorld = {
  readonly db: Db;
  readonly keyProvider: KeyProvider;
  readonly config: MailConfig;
};

/** Name of the sealed secret with the password. */
export const mailPasswordSecret = "mail";

/** A password together with the server and user it was entered for, as it is sealed: it goes to no other. */
export const boundPassword = (
  to: { readonly host: string; readonly port: number; readonly user: string | null },
  password: string,
): string => JSON.stringify([to.host, to.port, to.user, password]);

/** The server that a workspace's mails go out through: its own, else that of the installation, else none. */
export const openMailServer = async (
  { db, keyProvider, config }: MailWorld,
  tenantId: string,
): Promise<MailServer | null> => {
  const stored = await db.tenant(tenantId, readMailServer);
  if (stored === null) return installationMail(config);
  const { user, ...server } = stored;
  const rules = mailRules(config);
  if (user === null) return { ...server, login: null, rules };
  const sealed = await openSecret(db, keyProvider, tenantId, mailPasswordSecret);
  const [host, port, of, password] =
    sealed === null ? [] : (JSON.parse(sealed) as [string, number, string, string]);
  const isItsOwn = host === server.host && port === server.port && of === user;
  // Both were changed in between: the next try has them together.
  return { ...server, login: { user, password: isItsOwn ? (password ?? "") : "" }, rules };
};
