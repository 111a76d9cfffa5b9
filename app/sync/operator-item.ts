import type { OperatorRequests } from "#contract/requests.ts";
import type { Link } from "./core/link.ts";
import type { OutboxItem } from "./core/outbox.ts";

/** A message a member wrote. */
export type OperatorItem = OutboxItem & {
  readonly conversationId: string;
  readonly text: string;
  readonly note: boolean;
  /** The last seq on the writer's screen. */
  readonly seenSeq?: number;
  /** Set when the message answers an AI draft, in what a page of an earlier version has kept. */
  readonly draftDecisionId?: string;
};

/** How a message fares: `sending` goes on by itself, `sent` waits for the log, `held` and `failed` wait for the writer. */
export type ItemState = "sending" | "sent" | "held" | "failed";

/** How this message fares. */
export const stateOf = ({ refused, sent }: OperatorItem): ItemState => {
  if (sent) return "sent";
  if (!refused) return "sending";
  return refused.kind === "unseen" ? "held" : "failed";
};

/** One attempt to send it. */
export const requestFor = async (link: Link<OperatorRequests>, item: OperatorItem) => {
  const { conversationId, clientId, text, note, seenSeq, draftDecisionId: decisionId } = item;
  if (decisionId !== undefined)
    return link.request("draft.approve", { conversationId, clientId, decisionId, text });
  const seen = seenSeq === undefined ? {} : { seenSeq };
  const parts = [{ type: "text", text }] as const;
  return link.request("message.post", { conversationId, clientId, parts, note, ...seen });
};
