import { isIP } from "node:net";
import type { Tx } from "#db/client.ts";
import { readMailServer, type StoredMailServer } from "#db/reads/mail-server.ts";
import { appendTenantEvent } from "#db/writes/append-tenant-event.ts";
import { deleteMailServerRow, putMailServerRow } from "#db/writes/mail-server.ts";
import type { Envelope } from "../actions/envelope.ts";
import { isEmail } from "../actions/is-email.ts";
import { type AuditDetail, recordAudit } from "../audit/record-audit.ts";
import { announceLog } from "../runtime/announce-log.ts";
import type { EventBus } from "../runtime/event-bus.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { deleteSecretWithin, sealForStore, storeSealed } from "../tenancy/secrets.ts";
import { mailRules } from "./mail-server.ts";
import { MailRefused } from "./mail-refused.ts";
import { boundPassword, mailPasswordSecret, type MailWorld } from "./open-mail-server.ts";

/** A mail server as people enter it: a password that is left out stays. */
export type MailServerInput = StoredMailServer & { readonly password?: string };

type Deps = MailWorld & { readonly bus: EventBus };

/**
 * Sets where a workspace's mail goes out, in place of another server. A password stays with the server and user
 * it was entered for. Needs `mail.manage`. Refused as MailRefused.
 */
export const putMailServer = async (
  deps: Deps,
  env: Envelope,
  input: MailServerInput,
): Promise<void> => {
  assertMay(env.actor.role, "mail.manage");
  const server = checkServer(deps, input);
  const { password } = input;
  const { host, port, user } = server;
  if ((password ?? "").length > 500 || (user === null && (password ?? "") !== "")) {
    throw new MailRefused("login");
  }
  const sealed =
    user === null || password === undefined
      ? null
      : await sealForStore(deps.keyProvider, env, {
          name: mailPasswordSecret,
          value: boundPassword(server, password),
        });
  await change(deps, env, "mail.server-set", async (tx) => {
    const before = await readMailServer(tx);
    const isSame = before?.host === host && before.port === port && before.user === user;
    if (user !== null && password === undefined && !isSame) throw new MailRefused("password_again");
    await putMailServerRow(tx, env.tenantId, server);
    if (sealed !== null) await storeSealed(tx, env, sealed);
    if (user === null) await deleteSecretWithin(tx, env, mailPasswordSecret);
    return { host, port };
  });
};

/** Takes the workspace's own server and its password away, if there is one. Needs `mail.manage`. */
export const removeMailServer = async (
  deps: Pick<Deps, "db" | "bus">,
  env: Envelope,
): Promise<void> => {
  assertMay(env.actor.role, "mail.manage");
  await change(deps, env, "mail.server-removed", async (tx) => {
    if (!(await deleteMailServerRow(tx))) return null;
    await deleteSecretWithin(tx, env, mailPasswordSecret);
    return {};
  });
};

const checkServer = (
  { config }: Pick<Deps, "config">,
  { host: rawHost, port, tls, user: rawUser, from: rawFrom }: MailServerInput,
): StoredMailServer => {
  const host = rawHost
    .trim()
    .toLowerCase()
    .replaceAll(/^\[|\]$/g, "");
  const isName = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/.test(host);
  const isPort = Number.isInteger(port) && port > 0 && port < 65_536;
  if (!isPort || (!isName && isIP(host) === 0)) throw new MailRefused("host");
  const address = host === "localhost" ? "127.0.0.1" : host;
  // A name that is not resolved here stands for a public address: what is refused then is the port.
  const to = { hostname: host, port, address: isIP(address) === 0 ? "1.1.1.1" : address };
  if (!mailRules(config).mayConnect(to)) throw new MailRefused("host_private");
  const from = rawFrom.normalize("NFKC").trim();
  if (!isEmail(from)) throw new MailRefused("from");
  const user = rawUser?.trim() ?? "";
  if (user.length > 320 || /\p{Cc}/u.test(user)) throw new MailRefused("login");
  return { host, port, tls, user: user === "" ? null : user, from };
};

const change = async (
  { db, bus }: Pick<Deps, "db" | "bus">,
  env: Envelope,
  type: string,
  run: (tx: Tx) => Promise<AuditDetail | null>,
): Promise<void> => {
  const { tenantId, actor, traceparent } = env;
  const position = await db.tenant(tenantId, async (tx) => {
    const detail = await run(tx);
    if (detail === null) return null;
    await recordAudit(tx, env, type, null, detail);
    const payload = { target: null, ...detail };
    return appendTenantEvent(tx, tenantId, { type, actor, payload, traceparent });
  });
  if (position !== null) announceLog(bus, tenantId, position);
};
