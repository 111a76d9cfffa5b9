import { v7 as uuidv7 } from "uuid";
import type { Locale } from "#contract/ids.ts";
import type { ChannelLook } from "#contract/session-start.ts";
import type { Db, Tx } from "#db/client.ts";
import { channelLook, readChannelSettings } from "./channel-settings.ts";
import { hashToken, newToken } from "./token.ts";

/** A widget channel, as its public key finds it. */
export type Channel = {
  readonly tenantId: string;
  readonly channelId: string;
  readonly tenantSlug: string;
  readonly name: string;
  readonly look: ChannelLook;
  /** Origins whose pages may show the widget; empty lets every page. */
  readonly allowedOrigins: readonly string[];
};

/** Who a visitor's token belongs to. */
export type Visitor = {
  readonly tenantId: string;
  readonly channelId: string;
  readonly contactId: string;
};

/** The channel with this widget key; null when there is none. */
export const channelByKey = async (db: Db, key: string): Promise<Channel | null> => {
  if (!/^[a-z0-9_]{8,64}$/.test(key)) return null;
  const [found] = await db.lookup(
    (tx) => tx<(Omit<Channel, "look" | "allowedOrigins"> & { settings: unknown })[]>`
      select tenant_id as "tenantId", channel_id as "channelId", tenant_slug as "tenantSlug", name, settings
      from xin.channel_by_key(${key})`,
  );
  if (found === undefined) return null;
  const { settings, ...channel } = found;
  const read = readChannelSettings(settings);
  return {
    ...channel,
    look: channelLook(channel.name, read),
    allowedOrigins: read.allowedOrigins,
  };
};

/** A session of a visitor: its secret, and whose it is. */
export type VisitorSession = { readonly token: string; readonly contactId: string };

/** Whom a session is started for: by a token, or for somebody new. */
export type SessionAsked = {
  readonly channel: Pick<Channel, "tenantId" | "channelId">;
  readonly token: string | null;
  readonly locale: Locale;
};

/**
 * Goes on with the visitor's session when the token is good and of this channel's tenant; makes a new
 * anonymous contact with a new token when not. A token of another tenant is as good as none.
 */
export const startVisitorSession = async (
  tx: Tx,
  channel: SessionAsked["channel"],
  asked: Omit<SessionAsked, "channel">,
): Promise<VisitorSession> => {
  const [session] = await startVisitorSessions(tx, [{ channel, ...asked }]);
  return session as VisitorSession;
};

/** The same for several visitors of one tenant, in their order: what a rush of them asks. */
export const startVisitorSessions = async (
  tx: Tx,
  asked: readonly SessionAsked[],
): Promise<VisitorSession[]> => {
  const known = await resumeSessions(tx, asked);
  const sessions = asked.map(({ token }, index): VisitorSession => {
    const contactId = known.get(index);
    return token === null || contactId === undefined
      ? { token: newToken(), contactId: uuidv7() }
      : { token, contactId };
  });
  const fresh = sessions.flatMap((session, index) => {
    const { channel, locale } = asked[index] as SessionAsked;
    return known.has(index) ? [] : [{ ...session, ...channel, locale }];
  });
  if (fresh.length > 0) await insertSessions(tx, fresh);
  return sessions;
};

/** The contacts of those whose session is known, by their place. Row level security hides other tenants'. */
const resumeSessions = async (
  tx: Tx,
  asked: readonly SessionAsked[],
): Promise<ReadonlyMap<number, string>> => {
  const tokens = asked.flatMap(({ token, channel, locale }, index) =>
    token === null ? [] : [{ index, hash: hashToken(token).toString("hex"), channel, locale }],
  );
  if (tokens.length === 0) return new Map();
  const rows = await tx<{ index: number; hash: string; contactId: string; isNews: boolean }[]>`
    select asked.index, asked.hash, s.contact_id as "contactId",
      c.locale <> asked.locale or least(s.used_at, c.seen_at) < now() - interval '5 minutes' as "isNews"
    from unnest(${tokens.map(({ index }) => index)}::int[], ${tokens.map(({ hash }) => hash)}::text[],
      ${tokens.map(({ channel }) => channel.channelId)}::uuid[],
      ${tokens.map(({ locale }) => locale)}::text[]) as asked(index, hash, channel_id, locale)
    join xin.visitor_sessions s
      on s.token_hash = decode(asked.hash, 'hex') and s.channel_id = asked.channel_id
    join xin.contacts c on c.tenant_id = s.tenant_id and c.id = s.contact_id`;
  // Not noted again within minutes: thousands who come back at once write nothing.
  const news = rows.filter(({ isNews }) => isNews);
  if (news.length > 0)
    await noteUse(
      tx,
      news.map(({ index, ...row }) => ({ ...row, locale: asked[index]?.locale ?? "en" })),
    );
  return new Map(rows.map(({ index, contactId }) => [index, contactId]));
};

type Used = { readonly hash: string; readonly contactId: string; readonly locale: Locale };

/** Locked in one order first: transactions that note the same visitors wait for each other once. */
const noteUse = async (tx: Tx, used: readonly Used[]): Promise<void> => {
  const hashes = used.map(({ hash }) => hash);
  const contacts = used.map(({ contactId }) => contactId);
  await Promise.all([
    tx`select from xin.visitor_sessions
      where token_hash in (select decode(hash, 'hex') from unnest(${hashes}::text[]) as asked(hash))
      order by token_hash for no key update`,
    tx`select from xin.contacts where id = any(${contacts}::uuid[]) order by id for no key update`,
    tx`update xin.visitor_sessions set used_at = now()
      where token_hash in (select decode(hash, 'hex') from unnest(${hashes}::text[]) as asked(hash))`,
    tx`update xin.contacts c set seen_at = now(), locale = asked.locale
      from unnest(${contacts}::uuid[], ${used.map(({ locale }) => locale)}::text[]) as asked(id, locale)
      where c.id = asked.id`,
  ]);
};

const insertSessions = async (
  tx: Tx,
  fresh: readonly (SessionAsked["channel"] & VisitorSession & { readonly locale: Locale })[],
): Promise<void> => {
  const contacts = fresh.map(({ contactId }) => contactId);
  const channels = fresh.map(({ channelId }) => channelId);
  await Promise.all([
    tx`insert into xin.contacts (tenant_id, id, channel_id, locale)
      select xin.tenant_id(), * from unnest(${contacts}::uuid[], ${channels}::uuid[],
        ${fresh.map(({ locale }) => locale)}::text[])`,
    tx`insert into xin.visitor_sessions (token_hash, tenant_id, channel_id, contact_id)
      select decode(hash, 'hex'), xin.tenant_id(), channel_id, contact_id
      from unnest(${fresh.map(({ token }) => hashToken(token).toString("hex"))}::text[],
        ${channels}::uuid[], ${contacts}::uuid[]) as made(hash, channel_id, contact_id)`,
  ]);
};

/** Who a visitor's token belongs to; null when it is unknown. */
export const visitorByToken = async (db: Db, token: string): Promise<Visitor | null> => {
  if (token.length > 200) return null;
  const [found] = await db.lookup(
    (tx) => tx<Visitor[]>`
      select tenant_id as "tenantId", channel_id as "channelId", contact_id as "contactId"
      from xin.visitor_session_by_token(${hashToken(token)})`,
  );
  return found ?? null;
};
