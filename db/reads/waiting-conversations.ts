import type { Tx } from "../client.ts";

/** A conversation that waits for a person, and how far it was escalated since. */
export type WaitingConversation = {
  readonly id: string;
  readonly epoch: number;
  readonly waitingSince: Date;
  /** Steps that were taken. */
  readonly steps: number;
};

/** Those that have waited since before a moment, the longest first. */
export const readWaitingConversations = (
  tx: Tx,
  { before, limit }: { readonly before: Date; readonly limit: number },
): Promise<WaitingConversation[]> => tx<WaitingConversation[]>`
  select c.id, c.epoch, c.waiting_since as "waitingSince", (
    select count(*)::int from xin.events e
    where e.conversation_id = c.id and e.type = 'conversation.escalated' and e.epoch = c.epoch
  ) as steps
  from xin.conversations c
  where c.waiting_since <= ${before} and c.status = 'open' and c.holder = 'waiting'
  order by c.waiting_since limit ${limit}`;
