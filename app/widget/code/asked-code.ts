import type { ConversationEvent } from "#contract/conversation-event.ts";

/** A code that the visitor is to enter, or entered. */
export type AskedCode = {
  readonly checkId: string;
  /** Shortened, as the server tells it. */
  readonly address: string;
  readonly state: "open" | "locked" | "verified";
};

/** A form is not shown for longer; whether a code has run out is the server's to say. */
const shownMs = 3_600_000;

/**
 * The newest code that was sent; null when there is none, or the conversation is over, or the visitor has gone on
 * after it was entered.
 */
export const askedCode = (
  events: readonly ConversationEvent[],
  nowMs: number,
): AskedCode | null => {
  const asked = events.findLast(({ body }) => body.type === "identity.asked");
  if (asked?.body.type !== "identity.asked" || nowMs - Date.parse(asked.at) > shownMs) return null;
  const { checkId, address } = asked.body;
  const since = events.filter(({ seq }) => seq > asked.seq);
  if (since.some(({ body }) => body.type === "conversation.resolved")) return null;
  const settled = since.findLast(({ body }) => body.type === "identity.settled");
  if (settled?.body.type !== "identity.settled") return { checkId, address, state: "open" };
  const hasGoneOn = since.some(
    ({ seq, actor, body }) =>
      seq > settled.seq && actor.kind === "visitor" && body.type === "message.posted",
  );
  const { outcome } = settled.body;
  return outcome === "verified" && hasGoneOn ? null : { checkId, address, state: outcome };
};
