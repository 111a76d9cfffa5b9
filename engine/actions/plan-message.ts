import type { Citation, EventBody } from "#contract/conversation-event.ts";
import type { Tx } from "#db/client.ts";
import { maxTextLength, type Part } from "#contract/part.ts";
import { recordTakeOver } from "#db/writes/answer-verdict.ts";
import type { LockedConversation } from "#db/writes/begin-append.ts";
import { ActionRefused } from "./action-refused.ts";
import type { Opening, Plan, PlannedEvent } from "./act.ts";
import type { Envelope } from "./envelope.ts";
import { hasVisibleCharacter } from "./visible-text.ts";

/** The words of a message and what they rest on. */
export type Words = {
  readonly parts: readonly Part[];
  readonly note: boolean;
  readonly citations: readonly Citation[];
  readonly decisionId: string | null;
};

/** Most parts one message may have. */
const maxParts = 10;

/** Why no conversation could take these words: `blank`, `too_large` or `invalid`; null when one could. */
export const refuseParts = (parts: readonly Part[]): ActionRefused | null => {
  if (parts.length === 0 || parts.length > maxParts) {
    return new ActionRefused({
      kind: "invalid",
      message: `A message has 1 to ${maxParts} parts, this one ${parts.length}.`,
    });
  }
  if (parts.some((part) => part.text.length > maxTextLength)) {
    return new ActionRefused({
      kind: "too_large",
      message: `A text may have ${maxTextLength} characters. Shorten it or send it in pieces.`,
    });
  }
  if (!parts.some((part) => hasVisibleCharacter(part.text))) {
    return new ActionRefused({
      kind: "blank",
      message: "The message has no visible character. Write something.",
    });
  }
  return null;
};

/** The event of a message. A note is the team's alone. */
export const messageEvent = (words: Words): PlannedEvent => ({
  body: { type: "message.posted", ...words, retracted: false },
  audience: words.note ? "team" : "public",
});

/** What comes before a visitor's act: the conversation is opened, or opened again. */
export const visitorArrives = (
  row: LockedConversation,
  opening: Opening | null,
): PlannedEvent[] => {
  if (row.lastSeq === 0) {
    const page = opening?.page ?? null;
    return [publicEvent({ type: "conversation.opened", locale: row.locale, page })];
  }
  return row.status === "resolved" ? [publicEvent({ type: "conversation.reopened" })] : [];
};

/** The act of a person who takes a conversation. */
export const takenOver = (row: LockedConversation, { actor }: Envelope): PlannedEvent =>
  publicEvent({
    type: "conversation.taken-over",
    memberId: actor.id ?? "",
    memberName: actor.name ?? "",
    epoch: row.epoch + 1,
  });

/** Whoever takes the conversation from the AI upon its answer was not content with that. */
export const judgeAnswer =
  ({ id, visitorSeq }: LockedConversation, { tenantId }: Envelope) =>
  (tx: Tx): Promise<void> =>
    recordTakeOver(tx, tenantId, { conversationId: id, visitorSeq });

/** An event everybody in the conversation may see. */
export const publicEvent = (body: EventBody): PlannedEvent => ({ body, audience: "public" });

/** An event the team alone may see. */
export const teamEvent = (body: EventBody): PlannedEvent => ({ body, audience: "team" });

/** A plan that ends in a message, which can be taken back. */
export const messagePlan = (
  row: LockedConversation,
  events: readonly PlannedEvent[],
  alsoWrite?: Plan["alsoWrite"],
): Plan => ({
  events,
  inverse: {
    action: "retract",
    input: { conversationId: row.id, targetSeq: row.lastSeq + events.length },
  },
  ...(alsoWrite === undefined ? {} : { alsoWrite }),
});

/** A plan that changes nothing. */
export const nothing: Plan = { events: [], inverse: null };
