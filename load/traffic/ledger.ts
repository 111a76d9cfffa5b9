import type { HistoryRecord } from "../../chaos/history/records.ts";
import type { WireError } from "../../realtime/contract/ack.ts";
import { type LineTally, newLineTally } from "./line.ts";

/** When one message was due, and when it got where, in ms of `performance.now()`. */
export type MessageTimes = {
  /** When it was to be sent. All waits count from here, so a late sender hides nothing. */
  readonly dueMs: number;
  sentMs: number | null;
  ackedMs: number | null;
  /** When an operator in the conversation had it. */
  deliveredMs: number | null;
  /** Where it stands; null until it is acknowledged. */
  conversationId: string | null;
  seq: number | null;
};

/** A message that has not been sent yet. */
export const newMessageTimes = (dueMs: number): MessageTimes => ({
  dueMs,
  sentMs: null,
  ackedMs: null,
  deliveredMs: null,
  conversationId: null,
  seq: null,
});

/** What everybody of a run did and saw: times, counts, and the history for the referee. */
export type Ledger = {
  /** Takes each record of the history as it happens. */
  record(record: HistoryRecord): void;
  /** By client id. */
  readonly messages: Map<string, MessageTimes>;
  /** By conversation: how far a list of the tenant's operators showed it, and when. */
  readonly listed: Map<string, { readonly lastSeq: number; readonly atMs: number }[]>;
  readonly lines: LineTally;
  readonly counts: LedgerCounts;
  /** Each answer that refused a request, by kind. */
  readonly refusals: Map<string, number>;
};

/** What is only counted. */
export type LedgerCounts = {
  /** Events that came again and were dropped. */
  duplicates: number;
  /** Times an event came before the one it follows. */
  gaps: number;
  fetches: number;
  resyncs: number;
  rows: number;
  /** Refusals as `overloaded` that named no time to wait. */
  overloadedWithoutDelay: number;
  /** Requests that were never answered. */
  unanswered: number;
};

/** A ledger without an entry; `record` keeps the history. */
export const newLedger = (record: Ledger["record"]): Ledger => ({
  record,
  messages: new Map(),
  listed: new Map(),
  lines: newLineTally(),
  counts: {
    duplicates: 0,
    gaps: 0,
    fetches: 0,
    resyncs: 0,
    rows: 0,
    overloadedWithoutDelay: 0,
    unanswered: 0,
  },
  refusals: new Map(),
});

/** Counts a refusal, and whether one for too much has said when to come back. */
export const countRefusal = (
  { refusals, counts }: Ledger,
  { kind, retryAfterMs }: Pick<WireError, "kind" | "retryAfterMs">,
): void => {
  refusals.set(kind, (refusals.get(kind) ?? 0) + 1);
  if (kind === "overloaded" && retryAfterMs === undefined) counts.overloadedWithoutDelay += 1;
};
