import type { ConversationEvent } from "#contract/conversation-event.ts";

/** What a page holds of a conversation's log: a stretch without gaps, and what came too early. */
export type ThreadState = {
  readonly conversationId: string;
  /** Applied events in the order of their seq, without gaps. */
  readonly events: readonly ConversationEvent[];
  /** Seq of the last applied event; the one before the first when there are none. */
  readonly lastSeq: number;
  /** Events beyond a gap, by seq. They wait for what lies between. */
  readonly held: ReadonlyMap<number, ConversationEvent>;
  /** The highest seq known to exist, from events, acknowledgements and heartbeats. */
  readonly knownSeq: number;
};

/** Held events beyond this many are forgotten: the fetch that fills the gap brings them again. */
const maxHeld = 500;
/** A thread that grows beyond the first keeps the second: the oldest can be loaded again. */
const maxEvents = 2_000;
const keptEvents = 1_000;

/** A conversation of which nothing is known yet. */
export const emptyThread = (conversationId: string): ThreadState => ({
  conversationId,
  events: [],
  lastSeq: 0,
  held: new Map(),
  knownSeq: 0,
});

/** A thread that begins with the newest page of a log, which may start anywhere. */
export const threadFrom = (
  conversationId: string,
  events: readonly ConversationEvent[],
  lastSeq: number,
): ThreadState => {
  const first = events.reduce((least, event) => Math.min(least, event.seq), Infinity);
  const start = { ...emptyThread(conversationId), lastSeq: events.length > 0 ? first - 1 : 0 };
  return noticeSeq(receiveEvents(start, events), lastSeq);
};

/**
 * Takes in events in any order, repeated or with gaps. What is old is dropped, what comes next is
 * applied, what comes later is held back until the gap is filled.
 */
export const receiveEvents = (
  thread: ThreadState,
  incoming: readonly ConversationEvent[],
): ThreadState => {
  const held = new Map(thread.held);
  let { lastSeq, knownSeq } = thread;
  for (const event of incoming) {
    if (event.conversationId !== thread.conversationId || event.seq <= lastSeq) continue;
    held.set(event.seq, event);
    knownSeq = Math.max(knownSeq, event.seq);
  }
  const next: ConversationEvent[] = [];
  for (let event = held.get(lastSeq + 1); event; event = held.get(lastSeq + 1)) {
    held.delete(event.seq);
    next.push(event);
    lastSeq = event.seq;
  }
  const events = next.length > 0 ? joined(thread.events, next) : thread.events;
  return { ...thread, events, lastSeq, knownSeq, held: withinLimit(held) };
};

/** What a thread shows beyond an earlier state of it, what had been held back included. */
export const shownSince = (before: ThreadState, after: ThreadState): readonly ConversationEvent[] =>
  after.events.filter(({ seq }) => seq > before.lastSeq);

/** Remembers that the log reaches at least to `seq`. */
export const noticeSeq = (thread: ThreadState, seq: number): ThreadState =>
  seq > thread.knownSeq ? { ...thread, knownSeq: seq } : thread;

/** Whether the log is known to go on beyond what is applied: fetch after `lastSeq`. */
export const isBehind = (thread: ThreadState): boolean => thread.knownSeq > thread.lastSeq;

/** Seq of the first event before the ones held, or null when the thread is held from its start. */
export const earlierSeq = (thread: ThreadState): number | null => {
  const first = thread.events[0]?.seq ?? 1;
  return first > 1 ? first - 1 : null;
};

/** Puts an older page in front. A page that does not join what is held is ignored. */
export const prependEvents = (
  thread: ThreadState,
  older: readonly ConversationEvent[],
): ThreadState => {
  const first = thread.events[0]?.seq ?? 1;
  const before = older.filter((event) => event.seq < first).toSorted((a, b) => a.seq - b.seq);
  const joins = before.every((event, index) => event.seq === first - before.length + index);
  return joins ? { ...thread, events: joinedWhole(before, thread.events) } : thread;
};

type Events = readonly ConversationEvent[];

const joined = (events: Events, next: Events): Events => {
  const whole = joinedWhole(events, next);
  return whole.length > maxEvents ? whole.slice(-keptEvents) : whole;
};

/** Two stretches as one. What the second takes back is taken back in the first, and in itself. */
const joinedWhole = (first: Events, second: Events): Events => {
  const gone = new Set(
    second.flatMap(({ body }) => (body.type === "message.retracted" ? [body.targetSeq] : [])),
  );
  const whole = [...first, ...second];
  return gone.size === 0 ? whole : whole.map((event) => withoutWords(event, gone));
};

const withoutWords = (event: ConversationEvent, gone: ReadonlySet<number>): ConversationEvent =>
  event.body.type === "message.posted" && gone.has(event.seq)
    ? { ...event, body: { ...event.body, retracted: true } }
    : event;

const withinLimit = (held: Map<number, ConversationEvent>) => {
  if (held.size <= maxHeld) return held;
  const nearest = [...held].toSorted(([a], [b]) => a - b).slice(0, maxHeld);
  return new Map(nearest);
};
