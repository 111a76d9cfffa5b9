import type { EventBody } from "#contract/conversation-event.ts";
import type { HandOverBrief } from "#contract/hand-over-brief.ts";
import type { LockedConversation } from "#db/writes/begin-append.ts";
import type { Plan } from "./act.ts";
import { publicEvent } from "./plan-message.ts";

type HandedOver = Extract<EventBody, { type: "conversation.handed-over" }>;

/** Why people must look at a conversation. */
export type HandOverReason = HandedOver["reason"];

/** The conversation waits for a person from now on; `before` comes first in the log. */
export const handOverPlan = (
  row: LockedConversation,
  before: Plan["events"],
  why: Pick<HandedOver, "reason" | "detail" | "decisionId">,
  brief: HandOverBrief | null,
): Plan => {
  const { reason, detail, decisionId } = why;
  const epoch = row.epoch + 1;
  const told = brief === null ? {} : { brief };
  return {
    events: [
      ...before,
      publicEvent({ type: "conversation.handed-over", epoch, reason, detail, decisionId, ...told }),
    ],
    inverse: { action: "handBack", input: { conversationId: row.id, note: null } },
  };
};
