import type { Tx } from "../client.ts";

/** A conversation that a visitor's first act opens. The contact and the channel must be the tenant's. */
export type OpenConversation = {
  readonly id: string;
  readonly channelId: string;
  readonly contactId: string;
  /** Null: the contact's. */
  readonly locale: "en" | "zh" | null;
};

/**
 * Inserts the conversations that do not exist yet, in id order, in the mode of the policy that answers,
 * and says their ids. The first of
 * several with one id counts. A missing contact or channel inserts nothing.
 */
export const openConversations = (
  tx: Tx,
  tenantId: string,
  conversations: readonly OpenConversation[],
): Promise<string[]> =>
  tx<{ id: string }[]>`
    insert into xin.conversations (tenant_id, id, channel_id, contact_id, locale, mode, created_at, updated_at)
    select distinct on (o.id) ${tenantId}::uuid, o.id, channel.id, contact.id,
      coalesce(o.locale, contact.locale), policy.mode, clock.at, clock.at
    from jsonb_to_recordset(${JSON.stringify(numbered(conversations))}::text::jsonb)
      as o(ord int, id uuid, "channelId" uuid, "contactId" uuid, locale text)
    join xin.contacts contact on contact.tenant_id = ${tenantId} and contact.id = o."contactId"
    join xin.channels channel on channel.tenant_id = ${tenantId} and channel.id = o."channelId"
    cross join (select date_trunc('milliseconds', clock_timestamp()) as at) clock
    cross join (
      select coalesce(max(v.parsed -> 'settings' ->> 'mode'), 'off') as mode
      from xin.policies p join xin.policy_versions v
        on v.tenant_id = p.tenant_id and v.policy_id = p.id and v.version = p.production_version
      where p.tenant_id = ${tenantId}
    ) policy
    where not exists (
      select from xin.conversations c where c.tenant_id = ${tenantId} and c.id = o.id
    )
    order by o.id, o.ord
    on conflict (tenant_id, id) do nothing
    returning id`
    .execute()
    .then((rows) => rows.map((row) => row.id));

/**
 * Locks conversations until the end of the transaction. Always in id order, after the inserts and
 * before the tenant's position: so no two transactions wait for each other. Rows that only refer to
 * a conversation (read marks, decisions, reply tasks) are not held up.
 */
export const lockConversations = (
  tx: Tx,
  tenantId: string,
  conversationIds: readonly string[],
): Promise<unknown> =>
  tx`
    select id from xin.conversations
    where tenant_id = ${tenantId} and id = any(${[...conversationIds]}::uuid[])
    order by id for no key update`.execute();

const numbered = <T extends object>(items: readonly T[]) =>
  items.map((item, ord) => ({ ...item, ord }));
