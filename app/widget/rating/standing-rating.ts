import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { VisitorItem } from "../sync/visitor-item.ts";

/** How the last closing of a conversation stands with its visitor. */
export type StandingRating = {
  /** What was chosen, from 1 to 5; null for nothing yet. */
  readonly score: number | null;
  readonly comment: string;
  /** How far it has come. */
  readonly state: "unrated" | "on its way" | "refused" | "stored";
};

/** What it is read from. */
export type RatingSource = {
  /** The conversation's, as far as they are known. */
  readonly events: readonly ConversationEvent[];
  /** What waits to be sent. */
  readonly items: readonly VisitorItem[];
  /** The event that closed it. */
  readonly closedSeq: number;
};

const dayMs = 86_400_000;

/**
 * How a closing is rated, by what was sent last: what waits goes before the log. Null when there is nothing to
 * ask: a rating that is a day old stands, and a message that waits opens the conversation again.
 */
export const standingRating = (
  { events, items, closedSeq }: RatingSource,
  nowMs: number,
): StandingRating | null => {
  if (items.some(({ kind, refused }) => kind === "message" && refused === null)) return null;
  const stored = events.flatMap(({ body, at }) =>
    body.type === "conversation.rated" && body.closedSeq === closedSeq ? [{ ...body, at }] : [],
  );
  const [first] = stored;
  if (first !== undefined && nowMs - Date.parse(first.at) >= dayMs) return null;
  const waiting = items.findLast(({ rating }) => rating?.closedSeq === closedSeq);
  if (waiting?.rating !== undefined) {
    const state = waiting.refused === null ? "on its way" : "refused";
    const { score, comment } = waiting.rating;
    return { score, comment: comment ?? "", state };
  }
  const last = stored.at(-1);
  return last === undefined
    ? { score: null, comment: "", state: "unrated" }
    : { score: last.score, comment: last.comment ?? "", state: "stored" };
};
