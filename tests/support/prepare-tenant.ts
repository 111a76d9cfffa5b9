import type { Db } from "#db/client.ts";
import type { Envelope, Role } from "#engine/actions/envelope.ts";
import { addMember } from "#engine/tenancy/add-member.ts";
import { defaultChannelSettings } from "#engine/tenancy/channel-settings.ts";
import { createApiToken } from "#engine/tenancy/create-api-token.ts";
import { createChannel } from "#engine/tenancy/create-channel.ts";
import { createTenant } from "#engine/tenancy/create-tenant.ts";
import { openSession } from "#engine/tenancy/sessions.ts";
import { systemEnvelope } from "#engine/tenancy/system-envelope.ts";

/** A tenant as outsiders meet it: a widget's key, and for some roles a member and an API token. */
export type PreparedTenant = {
  readonly tenantId: string;
  readonly slug: string;
  readonly channelId: string;
  /** The widget's public key. */
  readonly key: string;
  readonly system: Envelope;
  readonly members: Readonly<Record<PreparedRole, PreparedMember>>;
};

/** The roles that are prepared: one that may do everything, one that answers, one that only looks. */
export type PreparedRole = "owner" | "operator" | "viewer";

export type PreparedMember = {
  readonly memberId: string;
  /** Value of a `cookie` header. */
  readonly cookie: string;
  /** Value of an `authorization` header. */
  readonly bearer: string;
};

/** Makes a tenant of its own, with a channel and people, before a server is started on the database. */
export const prepareTenant = async (db: Db, name: string): Promise<PreparedTenant> => {
  const slug = `${name}-${crypto.randomUUID().slice(0, 8)}`;
  const tenantId = await createTenant(db, { slug, name, by: "test" });
  const system = systemEnvelope(tenantId, "test");
  const channel = { name: `${name} widget`, settings: defaultChannelSettings };
  const { channelId, key } = await createChannel(db, system, channel);
  const members = {
    owner: await prepareMember(db, system, "owner"),
    operator: await prepareMember(db, system, "operator"),
    viewer: await prepareMember(db, system, "viewer"),
  };
  return { tenantId, slug, channelId, key, system, members };
};

const prepareMember = async (db: Db, system: Envelope, role: Role): Promise<PreparedMember> => {
  const { tenantId } = system;
  const email = `${crypto.randomUUID()}@example.com`;
  const memberId = await addMember(db, system, { email, name: `The ${role}`, role, locale: "en" });
  const session = await openSession(db, { tenantId, memberId });
  const { token } = await createApiToken(db, system, { name: role, role });
  return { memberId, cookie: `xin_session=${session}`, bearer: `Bearer ${token}` };
};
