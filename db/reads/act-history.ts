import type { Actor, EventBody } from "#contract/conversation-event.ts";
import type { Tx } from "../client.ts";
import { type EventRow, toStoredEvent } from "./stored-event.ts";

/** An event as far as it can have changed how a conversation stands. Words of messages are left out. */
export type HistoryEvent = {
  readonly seq: number;
  readonly actorKind: Actor["kind"];
  readonly body: EventBody;
  /** The decision that led to it; null for people's own acts. */
  readonly decisionId: string | null;
};

/** Most events of one conversation that are gone through. */
export const longestHistory = 20_000;

/** The histories of conversations, oldest event first. One longer than `longestHistory` lacks its newest. */
export const readActHistories = async (
  tx: Tx,
  conversationIds: readonly string[],
): Promise<ReadonlyMap<string, readonly HistoryEvent[]>> => {
  const rows = await tx<(EventRow & { readonly decision_id: string | null })[]>`
    select e.position, e.id, e.conversation_id, e.seq, e.client_id, e.type, e.audience, e.actor_kind, e.actor_id,
      e.epoch, e.depth, e.traceparent, e.at, e.decision_id, false as retracted,
      case when e.payload is null then null
        when e.type = 'message.posted' then jsonb_build_object('parts', '[]'::jsonb, 'citations', '[]'::jsonb,
          'note', e.payload -> 'note', 'decisionId', e.payload -> 'decisionId', 'actorName', null)
        when e.type = 'draft.proposed' then (e.payload - 'citations') || '{"text": "", "citations": []}'::jsonb
        else e.payload end as payload
    from xin.events e
    where e.conversation_id = any(${[...conversationIds]}::uuid[]) and e.seq <= ${longestHistory}
    order by e.conversation_id, e.seq`;
  const events = rows.map((row) => ({ ...toStoredEvent(row), decisionId: row.decision_id }));
  return Map.groupBy(
    events.map(({ conversationId, seq, actor, body, decisionId }) => ({
      conversationId,
      seq,
      actorKind: actor.kind,
      body,
      decisionId,
    })),
    ({ conversationId }) => conversationId,
  );
};
