import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { ReplyDelta, ReplyEnded } from "#contract/downstream.ts";

/** An answer that is being written. It is never stored: the log brings the final words. */
export type ReplyStream = {
  readonly decisionId: string;
  readonly text: string;
  /** Index of the delta that continues the text. */
  readonly nextIndex: number;
  /** A delta was lost: the text stands still until the final message comes. */
  readonly broken: boolean;
};

/** The answer being written now, and the decisions whose late deltas no longer count. */
export type ReplyStreams = {
  readonly current: ReplyStream | null;
  readonly over: readonly string[];
};

/** Nothing is being written. */
export const noStreams: ReplyStreams = { current: null, over: [] };

/** How many finished decisions are remembered. */
const maxOver = 20;

/** Adds words in their order; a repeated delta changes nothing, a jump breaks the stream. */
export const receiveDelta = (streams: ReplyStreams, delta: ReplyDelta): ReplyStreams => {
  if (streams.over.includes(delta.decisionId)) return streams;
  const known = streams.current?.decisionId === delta.decisionId ? streams.current : null;
  const stream = known ?? {
    decisionId: delta.decisionId,
    text: "",
    nextIndex: 0,
    broken: delta.index > 0,
  };
  if (stream.broken || delta.index < stream.nextIndex) return { ...streams, current: stream };
  if (delta.index > stream.nextIndex) return { ...streams, current: { ...stream, broken: true } };
  const current = { ...stream, text: stream.text + delta.text, nextIndex: stream.nextIndex + 1 };
  return { ...streams, current };
};

/** The stream is over. Words that were sent stay in view until the log brings them. */
export const receiveEnd = (streams: ReplyStreams, ended: ReplyEnded): ReplyStreams => {
  const over = remember(streams.over, ended.decisionId);
  const keep = ended.outcome === "sent" || streams.current?.decisionId !== ended.decisionId;
  return { current: keep ? streams.current : null, over };
};

/** The log moved on: an answer that arrived, or a change of custody, ends the stream. */
export const settleStreams = (
  streams: ReplyStreams,
  events: readonly ConversationEvent[],
): ReplyStreams => {
  let settled = streams;
  for (const event of events) {
    const ends = decisionEndedBy(event, settled.current);
    if (ends === null) continue;
    const current = settled.current?.decisionId === ends ? null : settled.current;
    settled = { current, over: remember(settled.over, ends) };
  }
  return settled;
};

/** The connection broke: the rest of the words would come too late. */
export const dropStream = (streams: ReplyStreams): ReplyStreams => ({ ...streams, current: null });

const decisionEndedBy = ({ body }: ConversationEvent, current: ReplyStream | null) => {
  if (body.type === "message.posted") return body.decisionId;
  const custody =
    body.type === "conversation.taken-over" || body.type === "conversation.handed-over";
  return custody ? (current?.decisionId ?? null) : null;
};

const remember = (over: readonly string[], decisionId: string) =>
  over.includes(decisionId) ? over : [...over, decisionId].slice(-maxOver);
