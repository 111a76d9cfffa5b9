import type { Citation, ConversationEvent } from "#contract/conversation-event.ts";
import type { ErrorKind } from "#contract/error-kind.ts";
import type { VisitorItem } from "../sync/visitor-item.ts";
import type { WidgetState } from "../sync/widget-state.ts";

/** How far a visitor's own message has come. */
export type MessageStatus = "sending" | "waiting" | "sent" | "delivered" | "seen" | "failed";

/** A message as the panel shows it. */
export type MessageItem = {
  readonly kind: "message";
  readonly key: string;
  readonly clientId: string | null;
  /** Where it stands in the log; 0 while it is on its way. */
  readonly seq: number;
  /** An answer of the AI, which can account for it. */
  readonly isAnswer: boolean;
  readonly from: "me" | "ai" | "person";
  readonly name: string | null;
  /** ISO 8601. */
  readonly at: string;
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly retracted: boolean;
  /** Null for messages of others. */
  readonly status: MessageStatus | null;
  readonly refused: ErrorKind | null;
  /** First and last of a run by the same author: they carry the name and the status. */
  readonly startsRun: boolean;
  readonly endsRun: boolean;
};

/** Something that happened to the conversation. */
export type NoticeItem = {
  readonly kind: "notice";
  readonly key: string;
  readonly notice: "handed-over" | "joined" | "handed-back" | "resolved";
  readonly name: string | null;
};

/** The first thing of a new day. */
export type DayItem = { readonly kind: "day"; readonly key: string; readonly at: string };

/** One row of the conversation. */
export type ThreadItem = MessageItem | NoticeItem | DayItem;

type Bare = Omit<MessageItem, "startsRun" | "endsRun">;

/** What the rows are made from. */
export type Said = Pick<WidgetState, "thread" | "outbox" | "link" | "teamSeenSeq">;

/** So many messages that wait are shown: the ones written last. */
const maxWaiting = 200;

/** Rows of the conversation in order: the log, then what is on its way. */
export const threadItems = (state: Said): readonly ThreadItem[] => {
  const events = state.thread?.events ?? [];
  const stored = events.flatMap((event): readonly Dated[] => {
    const item = messageOf(event, state.teamSeenSeq) ?? noticeOf(event);
    return item === null ? [] : [{ ...item, at: event.at }];
  });
  const inLog = new Set(events.map(({ clientId }) => clientId));
  const way = state.link === "up" ? "sending" : "waiting";
  const waiting = state.outbox
    .filter(({ clientId, kind }) => kind === "message" && !inLog.has(clientId))
    .slice(-maxWaiting)
    .map((item) => pendingOf(item, item.refused ? "failed" : item.sent ? "sent" : way));
  return inRuns(withDays([...stored, ...waiting]));
};

const messageOf = (
  { seq, id, clientId, actor, at, body }: ConversationEvent,
  teamSeenSeq: number,
): Bare | null => {
  if (body.type !== "message.posted" || body.note) return null;
  const from = actor.kind === "visitor" ? "me" : actor.kind === "ai" ? "ai" : "person";
  return {
    kind: "message",
    // The id of the client keeps a bubble in place when its event arrives.
    key: clientId ?? id,
    clientId,
    seq,
    isAnswer: from === "ai" && body.decisionId !== null,
    from,
    name: actor.name,
    at,
    text: body.parts.map((part) => part.text).join("\n"),
    citations: body.citations,
    retracted: body.retracted,
    status: from === "me" ? (seq <= teamSeenSeq ? "seen" : "delivered") : null,
    refused: null,
  };
};

const pendingOf = (item: VisitorItem, status: MessageStatus): Bare => ({
  kind: "message",
  key: item.clientId,
  clientId: item.clientId,
  seq: 0,
  isAnswer: false,
  from: "me",
  name: null,
  at: item.at,
  text: item.text,
  citations: [],
  retracted: false,
  status,
  refused: item.refused?.kind ?? null,
});

const noticeOf = ({ id, body }: ConversationEvent): NoticeItem | null => {
  const notice = (kind: NoticeItem["notice"], name: string | null = null): NoticeItem => ({
    kind: "notice",
    key: id,
    notice: kind,
    name,
  });
  switch (body.type) {
    case "conversation.handed-over":
      return notice("handed-over");
    case "conversation.taken-over":
      return notice("joined", body.memberName);
    case "conversation.handed-back":
      return notice("handed-back");
    case "conversation.resolved":
      return notice("resolved");
    default:
      return null;
  }
};

type Dated = (Bare | NoticeItem) & { readonly at?: string };

const withDays = (rows: readonly Dated[]): readonly (Bare | NoticeItem | DayItem)[] => {
  let day = "";
  return rows.flatMap((row) => {
    if (row.at === undefined) return [row];
    const date = new Date(row.at).toDateString();
    if (date === day) return [row];
    day = date;
    return [{ kind: "day", key: `day ${row.key}`, at: row.at } as const, row];
  });
};

const inRuns = (rows: readonly (Bare | NoticeItem | DayItem)[]): readonly ThreadItem[] =>
  rows.map((row, index) =>
    row.kind === "message"
      ? {
          ...row,
          startsRun: !sameRun(rows[index - 1], row),
          endsRun: !sameRun(row, rows[index + 1]),
        }
      : row,
  );

/** Messages of one author within five minutes, in the same state of delivery. */
const sameRun = (
  first: Bare | NoticeItem | DayItem | undefined,
  second: Bare | NoticeItem | DayItem | undefined,
): boolean =>
  first?.kind === "message" &&
  second?.kind === "message" &&
  first.from === second.from &&
  first.name === second.name &&
  first.status === second.status &&
  first.status !== "failed" &&
  Math.abs(Date.parse(second.at) - Date.parse(first.at)) < 5 * 60_000;
