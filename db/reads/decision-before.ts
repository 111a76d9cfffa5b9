import type { Tx } from "../client.ts";

/** The decision that led to the newest autonomous act of a conversation before a seq, or null. */
export const readDecisionBefore = async (
  tx: Tx,
  conversationId: string,
  seq: number,
): Promise<string | null> => {
  const [row] = await tx<{ id: string }[]>`select decision_id as id from xin.events
    where conversation_id = ${conversationId} and seq < ${seq}
      and actor_kind in ('ai', 'automation') and decision_id is not null
    order by seq desc limit 1`;
  return row?.id ?? null;
};

/**
 * The decision that closed a conversation, where what closed it last before a seq was an autonomous act, or null.
 */
export const readClosingDecision = async (
  tx: Tx,
  conversationId: string,
  seq: number,
): Promise<string | null> => {
  const [row] = await tx<{ id: string | null; actor: string }[]>`
    select decision_id as id, actor_kind as actor from xin.events
    where conversation_id = ${conversationId} and seq < ${seq} and type = 'conversation.resolved'
    order by seq desc limit 1`;
  return row?.actor === "ai" || row?.actor === "automation" ? row.id : null;
};

/** The decision a message came from, or null. */
export const readMessageDecision = async (
  tx: Tx,
  conversationId: string,
  seq: number,
): Promise<string | null> => {
  const [row] = await tx<{ id: string | null }[]>`select decision_id as id from xin.events
    where conversation_id = ${conversationId} and seq = ${seq} and type = 'message.posted'`;
  return row?.id ?? null;
};

/** Whether an event is one of those by which an undo took acts back: the event that says so comes after it. */
export const isPartOfUndo = async (
  tx: Tx,
  conversationId: string,
  seq: number,
): Promise<boolean> => {
  const rows = await tx`select from xin.events
    where conversation_id = ${conversationId} and seq > ${seq} and type = 'act.undone'
      and payload -> 'by' @> to_jsonb(${seq}::bigint) limit 1`;
  return rows.length > 0;
};
