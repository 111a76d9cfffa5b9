import type { Tx } from "../client.ts";

/** An act that is in the log already: the first answer to its client id. */
export type StoredAct = {
  readonly conversationId: string;
  readonly clientId: string;
  readonly seq: number;
  readonly id: string;
};

/**
 * Looks up acts by conversation and client id. Those not stored are left out. The limit keeps the planner
 * from joining: without statistics it would read the whole log of the tenant for a handful of keys.
 */
export const readStoredActs = (
  tx: Tx,
  keys: readonly { readonly conversationId: string; readonly clientId: string }[],
): Promise<StoredAct[]> =>
  tx<StoredAct[]>`
    select k.conversation_id as "conversationId", k.client_id as "clientId", stored.seq, stored.id
    from unnest(${keys.map((key) => key.conversationId)}::uuid[], ${keys.map((key) => key.clientId)}::uuid[])
      as k(conversation_id, client_id)
    cross join lateral (
      select e.seq, e.id from xin.events e
      where e.conversation_id = k.conversation_id and e.client_id = k.client_id limit 1
    ) stored`
    .execute()
    .then((rows) => [...rows]);

/** The database's clock, to the millisecond. Events carry it for display; order never comes from it. */
export const readClock = (tx: Tx): Promise<Date> =>
  tx<{ at: Date }[]>`select date_trunc('milliseconds', clock_timestamp()) as at`
    .execute()
    .then(([row]) => row?.at ?? new Date());
