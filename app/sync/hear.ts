import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { DeliveryChecked } from "#contract/delivery-check.ts";
import type { ConversationRow } from "#contract/conversation-row.ts";
import type {
  ConversationChanged,
  EventsAppended,
  Heartbeat,
  KnowledgeChanged,
  PresenceChanged,
  ReplyDelta,
  ReplyEnded,
  SeenChanged,
  TypingChanged,
} from "#contract/downstream.ts";
import {
  extendStream,
  withChecked,
  withEntry,
  withoutEntry,
  type InboxState,
} from "./inbox-state.ts";

/** Who listens to what the server tells. */
export type Ears = {
  read(): InboxState;
  set(patch: Partial<InboxState>): void;
  onEvents(conversationId: string, events: readonly ConversationEvent[]): void;
  onRow(row: ConversationRow): void;
  onBeat(beat: Heartbeat): void;
  onResync(): void;
  /** Rows may have changed without an event. */
  onModes(): void;
};

/** Turns what the server tells the console into state. `also` hears it first, whatever it is. */
export const hear =
  (
    also: ReadonlySet<(name: string, payload: unknown) => void>,
    { read, set, onEvents, onRow, onBeat, onResync, onModes }: Ears,
  ) =>
  (name: string, payload: unknown): void => {
    for (const ear of also) ear(name, payload);
    switch (name) {
      case "events.appended": {
        const { conversationId, events } = payload as EventsAppended;
        const isOver = events.some(({ body }) => endsStream.has(body.type));
        if (isOver) set({ streams: withoutEntry(read().streams, conversationId) });
        return onEvents(conversationId, events);
      }
      case "conversation.changed":
        return onRow((payload as ConversationChanged).row);
      case "reply.delta": {
        const delta = payload as ReplyDelta;
        const stream = extendStream(read().streams.get(delta.conversationId), delta);
        return set({ streams: withEntry(read().streams, delta.conversationId, stream) });
      }
      case "reply.ended": {
        const { conversationId } = payload as ReplyEnded;
        return set({ streams: withoutEntry(read().streams, conversationId) });
      }
      case "typing.changed": {
        const { conversationId, typing } = payload as TypingChanged;
        return set({ typing: withEntry(read().typing, conversationId, typing) });
      }
      case "presence.changed":
        return set({ presence: (payload as PresenceChanged).members });
      case "seen.changed": {
        const { conversationId, by, seq } = payload as SeenChanged;
        const row = read().rows.get(conversationId);
        if (row === undefined || by !== "visitor" || row.visitorSeenSeq >= seq) return;
        return set({
          rows: withEntry(read().rows, conversationId, { ...row, visitorSeenSeq: seq }),
        });
      }
      case "modes.changed":
        set({ pageChanges: read().pageChanges + 1 });
        return onModes();
      case "policies.changed":
        return set({ pageChanges: read().pageChanges + 1 });
      case "knowledge.changed":
        return set(withNews(read(), payload as KnowledgeChanged));
      case "delivery.checked":
        return set({ checked: withChecked(read().checked, payload as DeliveryChecked) });
      case "heartbeat":
        return onBeat(payload as Heartbeat);
      case "resync":
        return onResync();
      default:
        return;
    }
  };

const withNews = (state: InboxState, changed: KnowledgeChanged): Partial<InboxState> => {
  const change = state.knowledgeChanges + 1;
  const knowledge = withEntry(state.knowledge, changed.sourceId, { ...changed, change });
  return { knowledgeChanges: change, knowledge };
};

/** What a stream of words turns into. */
const endsStream = new Set([
  "conversation.taken-over",
  "conversation.handed-over",
  "draft.proposed",
  "reply.superseded",
]);
