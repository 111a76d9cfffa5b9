import type { ConversationEvent } from "#contract/conversation-event.ts";

/** The part of a conversation's log that a page holds: contiguous, in order, no event twice. */
export type ThreadState = {
  readonly events: readonly ConversationEvent[];
  /** Seq of the last event held; 0 for none. */
  readonly lastSeq: number;
  /** Events that came before the ones they follow. They wait here for the gap to be fetched. */
  readonly held: readonly ConversationEvent[];
};

export const emptyThread: ThreadState = { events: [], lastSeq: 0, held: [] };

/** A thread that starts with what the server rendered. */
export const threadFrom = (events: readonly ConversationEvent[]): ThreadState => ({
  events: events.map((event) => withRetraction(event, retractedSeqs(events))),
  lastSeq: events.at(-1)?.seq ?? 0,
  held: [],
});

/**
 * Takes in events in any order, with repetitions and gaps.
 * What is old is dropped, what comes next is applied, what comes later is held.
 */
export const applyEvents = (
  thread: ThreadState,
  incoming: readonly ConversationEvent[],
): ThreadState => {
  const waiting = new Map(thread.held.map((event) => [event.seq, event]));
  for (const event of incoming) if (event.seq > thread.lastSeq) waiting.set(event.seq, event);
  const next: ConversationEvent[] = [];
  let lastSeq = thread.lastSeq;
  for (
    let event = waiting.get(lastSeq + 1);
    event !== undefined;
    event = waiting.get(lastSeq + 1)
  ) {
    waiting.delete(event.seq);
    lastSeq = event.seq;
    next.push(event);
  }
  const held = [...waiting.values()];
  if (next.length === 0) return { ...thread, held };
  const retracted = retractedSeqs(next);
  const events = [...thread.events, ...next];
  return {
    events: retracted.size === 0 ? events : events.map((event) => withRetraction(event, retracted)),
    lastSeq,
    held,
  };
};

/** Puts an older page before what is held. */
export const prependEvents = (
  thread: ThreadState,
  older: readonly ConversationEvent[],
): ThreadState => {
  const first = thread.events[0]?.seq ?? Number.POSITIVE_INFINITY;
  const retracted = retractedSeqs(thread.events);
  const before = older.filter((event) => event.seq < first);
  return {
    ...thread,
    events: [...before.map((event) => withRetraction(event, retracted)), ...thread.events],
    lastSeq: Math.max(thread.lastSeq, before.at(-1)?.seq ?? 0),
  };
};

/** Whether something is missing between what is held and what has come. */
export const hasGap = (thread: ThreadState): boolean => thread.held.length > 0;

const retractedSeqs = (events: readonly ConversationEvent[]): ReadonlySet<number> =>
  new Set(
    events.flatMap(({ body }) => (body.type === "message.retracted" ? [body.targetSeq] : [])),
  );

const withRetraction = (
  event: ConversationEvent,
  retracted: ReadonlySet<number>,
): ConversationEvent =>
  event.body.type === "message.posted" && retracted.has(event.seq)
    ? { ...event, body: { ...event.body, retracted: true } }
    : event;
