import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { ReplyDelta, ReplyEnded, SeenChanged, TypingChanged } from "#contract/downstream.ts";
import type { PeopleThere } from "#contract/people-there.ts";
import type { ChannelLook, SessionStartAck } from "#contract/session-start.ts";
import { custodyOf, type Custody, type KnownHolder } from "./custody.ts";
import {
  dropStream,
  noStreams,
  receiveDelta,
  receiveEnd,
  settleStreams,
  type ReplyStreams,
} from "./reply-stream.ts";
import {
  noticeSeq,
  receiveEvents,
  threadFrom,
  type ThreadState,
  shownSince,
} from "#app/sync/core/thread-state.ts";
import type { VisitorItem } from "./visitor-item.ts";
import type { Remembered } from "./widget-memory.ts";

/** Someone other than the visitor who types now. */
export type Typist = TypingChanged["typing"][number];

/** Everything the panel shows. Replaced as a whole at each change. */
export type WidgetState = {
  /** `connecting` until the first session; `refused` and `outdated` are final for this page. */
  readonly link: "connecting" | "up" | "down" | "refused" | "outdated";
  readonly look: ChannelLook | null;
  /** Null until the first session. */
  readonly thread: ThreadState | null;
  readonly knownHolder: KnownHolder;
  /** Whether people are there, as the server last said; null before it has. */
  readonly people: PeopleThere | null;
  /** Whether the visitor is asked how a closed conversation was. */
  readonly asksRating?: boolean | undefined;
  readonly streams: ReplyStreams;
  readonly typing: readonly Typist[];
  /** How far the team has seen the visitor's words. */
  readonly teamSeenSeq: number;
  /** How far the visitor has seen the conversation. */
  readonly seenSeq: number;
  /** What the log does not hold yet: acknowledged, on its way, or refused. */
  readonly outbox: readonly VisitorItem[];
};

/** The state of a page that has just loaded. */
export const initialState = (remembered: Remembered): WidgetState => ({
  link: "connecting",
  look: remembered.look ?? null,
  thread: null,
  knownHolder: { holder: "ai", asOfSeq: 0 },
  people: null,
  streams: noStreams,
  typing: [],
  teamSeenSeq: 0,
  seenSeq: remembered.seenSeq ?? 0,
  outbox: [],
});

/** A session stands: goes on with the same conversation, or shows the one the server named. */
export const withSession = (
  state: WidgetState,
  session: SessionStartAck,
  conversationId: string,
): WidgetState => {
  const goesOn = state.thread?.conversationId === conversationId;
  const base: WidgetState = {
    ...state,
    link: "up",
    look: session.channel,
    knownHolder: { holder: session.holder, asOfSeq: session.lastSeq },
    people: session.people ?? null,
    asksRating: session.asksRating,
    teamSeenSeq: goesOn ? Math.max(state.teamSeenSeq, session.teamSeenSeq) : session.teamSeenSeq,
  };
  if (!goesOn || base.thread === null) {
    const thread = threadFrom(conversationId, session.events, session.lastSeq);
    return { ...base, thread, streams: noStreams, typing: [] };
  }
  const caughtUp = withEvents(base, session.events);
  return withKnownSeq(caughtUp, session.lastSeq);
};

/** Events came, in whatever order. */
export const withEvents = (
  state: WidgetState,
  incoming: readonly ConversationEvent[],
): WidgetState => {
  if (state.thread === null) return state;
  const thread = receiveEvents(state.thread, incoming);
  const applied = shownSince(state.thread, thread);
  if (applied.length === 0) return { ...state, thread };
  const authors = new Set(applied.flatMap(({ actor }) => (actor.id === null ? [] : [actor.id])));
  const answered = applied.some(({ actor }) => actor.kind === "ai");
  return {
    ...state,
    thread,
    streams: settleStreams(state.streams, applied),
    typing: state.typing.filter(({ id, kind }) => (kind === "ai" ? !answered : !authors.has(id))),
  };
};

/** The log is known to reach further. */
export const withKnownSeq = (state: WidgetState, seq: number): WidgetState =>
  state.thread === null ? state : { ...state, thread: noticeSeq(state.thread, seq) };

/** Words of an answer came. Words from before a change of custody are dropped. */
export const withDelta = (state: WidgetState, delta: ReplyDelta): WidgetState => {
  const epoch = state.thread?.events.at(-1)?.epoch ?? 0;
  if (delta.conversationId !== state.thread?.conversationId || delta.epoch < epoch) return state;
  return { ...state, streams: receiveDelta(state.streams, delta) };
};

/** An answer is complete or given up. */
export const withEnd = (state: WidgetState, ended: ReplyEnded): WidgetState =>
  ended.conversationId === state.thread?.conversationId
    ? { ...state, streams: receiveEnd(state.streams, ended) }
    : state;

/** Who types, the visitor and notes left out. */
export const withTyping = (state: WidgetState, changed: TypingChanged): WidgetState =>
  changed.conversationId === state.thread?.conversationId
    ? { ...state, typing: changed.typing.filter(({ kind, note }) => kind !== "visitor" && !note) }
    : state;

/** One side has seen more. Never goes backwards. */
export const withSeen = (
  state: WidgetState,
  { conversationId, by, seq }: SeenChanged,
): WidgetState => {
  if (conversationId !== state.thread?.conversationId) return state;
  return by === "team"
    ? { ...state, teamSeenSeq: Math.max(state.teamSeenSeq, seq) }
    : { ...state, seenSeq: Math.max(state.seenSeq, seq) };
};

/** The connection is gone: what is volatile is gone with it. */
export const withLinkDown = (state: WidgetState): WidgetState => ({
  ...state,
  link: state.link === "up" ? "down" : state.link,
  typing: [],
  streams: dropStream(state.streams),
});

/** Who answers now. */
export const custody = (state: WidgetState): Custody =>
  custodyOf(state.knownHolder, state.thread?.events ?? []);

/** Messages of others that the visitor has not seen. */
export const unreadCount = ({ thread, seenSeq }: WidgetState): number =>
  (thread?.events ?? []).filter(
    ({ seq, actor, body }) =>
      seq > seenSeq &&
      actor.kind !== "visitor" &&
      body.type === "message.posted" &&
      !body.note &&
      !body.retracted,
  ).length;
