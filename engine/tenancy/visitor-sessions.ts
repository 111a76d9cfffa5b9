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

/**
 * Goes on with the visitor's session when the token is good and of this channel's tenant; makes a new
 * anonymous contact with a new token when not. A token of another tenant is as good as none.
 */
export const startVisitorSession = async (
  tx: Tx,
  channel: Pick<Channel, "tenantId" | "channelId">,
  { token, locale }: { readonly token: string | null; readonly locale: Locale },
): Promise<VisitorSession> => {
  const known = token === null ? null : await resumeSession(tx, channel, { token, locale });
  if (known !== null) return known;
  const fresh = newToken();
  const contactId = uuidv7();
  await tx`insert into xin.contacts (tenant_id, id, channel_id, locale)
    values (${channel.tenantId}, ${contactId}, ${channel.channelId}, ${locale})`;
  await tx`insert into xin.visitor_sessions (token_hash, tenant_id, channel_id, contact_id)
    values (${hashToken(fresh)}, ${channel.tenantId}, ${channel.channelId}, ${contactId})`;
  return { token: fresh, contactId };
};

/** Row level security hides the sessions of other tenants. */
const resumeSession = async (
  tx: Tx,
  channel: Pick<Channel, "channelId">,
  { token, locale }: { readonly token: string; readonly locale: Locale },
): Promise<VisitorSession | null> => {
  const tokenHash = hashToken(token);
  const [known] = await tx<{ contactId: string; isNews: boolean }[]>`
    select s.contact_id as "contactId",
      c.locale <> ${locale} or least(s.used_at, c.seen_at) < now() - interval '5 minutes' as "isNews"
    from xin.visitor_sessions s join xin.contacts c on c.tenant_id = s.tenant_id and c.id = s.contact_id
    where s.token_hash = ${tokenHash} and s.channel_id = ${channel.channelId}`;
  if (known === undefined) return null;
  // Not noted again within minutes: thousands who come back at once write nothing.
  if (known.isNews) {
    await Promise.all([
      tx`update xin.visitor_sessions set used_at = now() where token_hash = ${tokenHash}`,
      tx`update xin.contacts set seen_at = now(), locale = ${locale} where id = ${known.contactId}`,
    ]);
  }
  return { token, contactId: known.contactId };
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
