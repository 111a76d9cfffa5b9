import type { DeliveryChecked } from "#contract/delivery-check.ts";
import type { ConversationRow } from "#contract/conversation-row.ts";
import type {
  KnowledgeChanged,
  PresenceChanged,
  ReplyDelta,
  TypingChanged,
} from "#contract/downstream.ts";
import type { ThreadState } from "./core/thread-state.ts";
import type { OperatorItem } from "./operator-item.ts";

/** Words of an answer that is being written. */
export type ReplyStream = {
  readonly decisionId: string;
  readonly epoch: number;
  readonly text: string;
  readonly nextIndex: number;
  /** A piece was lost on the way: show what is there and wait for the final message. */
  readonly broken: boolean;
};

/** The newest word about a source. `change` is the number of `knowledgeChanges` it came with. */
export type SourceNews = KnowledgeChanged & { readonly change: number };

/** Everything the console knows from the live link. */
export type InboxState = {
  /** `outdated`: the server no longer speaks this page's version. `moved`: the session shows another
   * workspace now. These and `refused` are final for this page. */
  readonly link: "connecting" | "online" | "offline" | "outdated" | "moved" | "refused";
  readonly rows: ReadonlyMap<string, ConversationRow>;
  readonly threads: ReadonlyMap<string, ThreadState>;
  readonly streams: ReadonlyMap<string, ReplyStream>;
  readonly typing: ReadonlyMap<string, TypingChanged["typing"]>;
  readonly presence: PresenceChanged["members"];
  /** What the log does not hold yet, oldest first. */
  readonly pending: readonly OperatorItem[];
  /** Rises with every change of a knowledge source. */
  readonly knowledgeChanges: number;
  /**
   * Rises when another mode may hold in the workspace, when something else waits for a second person, and when
   * either may have been missed.
   */
  readonly pageChanges: number;
  /** What was heard last of each source, and with which of those changes. */
  readonly knowledge: ReadonlyMap<string, SourceNews>;
  /** What the nodes have answered to the latest self-check. */
  readonly checked: readonly DeliveryChecked[];
};

export const initialInbox: InboxState = {
  link: "connecting",
  rows: new Map(),
  threads: new Map(),
  streams: new Map(),
  typing: new Map(),
  presence: [],
  pending: [],
  knowledgeChanges: 0,
  pageChanges: 0,
  knowledge: new Map(),
  checked: [],
};

/** A map with one entry set. */
export const withEntry = <V>(map: ReadonlyMap<string, V>, key: string, value: V): Map<string, V> =>
  new Map(map).set(key, value);

/** A map without one entry. */
export const withoutEntry = <V>(map: ReadonlyMap<string, V>, key: string): Map<string, V> => {
  const next = new Map(map);
  next.delete(key);
  return next;
};

/** Takes in rows; an older row never replaces a newer one. */
export const mergeRows = (
  rows: ReadonlyMap<string, ConversationRow>,
  incoming: readonly ConversationRow[],
): Map<string, ConversationRow> => {
  const next = new Map(rows);
  for (const row of incoming) {
    const known = next.get(row.id);
    if (known !== undefined && known.position > row.position) continue;
    const seenSeq = Math.max(row.seenSeq, known?.seenSeq ?? 0);
    const unread = seenSeq >= row.visitorSeq ? 0 : row.unread;
    next.set(row.id, { ...row, seenSeq, unread });
  }
  return next;
};

/** Adds a node's answer; the first one of a new self-check replaces those of the last. */
export const withChecked = (
  checked: readonly DeliveryChecked[],
  result: DeliveryChecked,
): readonly DeliveryChecked[] => [
  ...checked.filter(({ checkId }) => checkId === result.checkId),
  result,
];

/** Adds the next words of an answer; a lost piece stops the stream where it is. */
export const extendStream = (stream: ReplyStream | undefined, delta: ReplyDelta): ReplyStream => {
  if (stream?.decisionId !== delta.decisionId) {
    return {
      decisionId: delta.decisionId,
      epoch: delta.epoch,
      text: delta.index === 0 ? delta.text : "",
      nextIndex: delta.index + 1,
      broken: delta.index !== 0,
    };
  }
  if (stream.broken || delta.index < stream.nextIndex) return stream;
  if (delta.index > stream.nextIndex) return { ...stream, broken: true };
  return { ...stream, text: stream.text + delta.text, nextIndex: delta.index + 1 };
};
