import type { Changes, EventToAppend } from "#db/writes/append-events.ts";
import type { BusMessage } from "../runtime/event-bus.ts";
import type { ActionDeps } from "./action-deps.ts";
import { knownConversations } from "./known-conversations.ts";

/**
 * Remembers the rows of a committed append and tells of its events, of which the first stands right after the
 * position `base`: one message for each conversation. The log is the truth: a bus that fails here loses nothing.
 */
export const tellCommitted = (
  deps: ActionDeps,
  tenantId: string,
  { events, rows }: Changes,
  base: number,
): void => {
  const messages = messagesOf(tenantId, events, base);
  const remembered = rows.map((row) => ({
    ...row,
    position: messages.get(row.id)?.position ?? base,
  }));
  knownConversations(deps).remember(tenantId, remembered);
  for (const [conversationId, message] of messages) {
    try {
      deps.bus.publish(message);
    } catch (error) {
      deps.log.error(
        { err: error, tenantId, conversationId },
        "events were committed but not published",
      );
    }
  }
};

const messagesOf = (tenantId: string, events: readonly EventToAppend[], base: number) => {
  const byConversation = Map.groupBy(
    events.map((item, index) => ({ ...item, position: base + index + 1 })),
    ({ event }) => event.conversationId,
  );
  return new Map(
    [...byConversation].map(([conversationId, items]): [string, Committed] => [
      conversationId,
      {
        type: "committed",
        tenantId,
        conversationId,
        events: items.map(({ event }) => event),
        teamOnlySeqs: items.flatMap(({ event, audience }) =>
          audience === "team" ? [event.seq] : [],
        ),
        position: items.at(-1)?.position ?? base,
      },
    ]),
  );
};

type Committed = Extract<BusMessage, { readonly type: "committed" }>;
