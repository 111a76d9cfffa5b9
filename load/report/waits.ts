import type { Ledger, MessageTimes } from "../traffic/ledger.ts";

/** A stretch of a run, in ms of `performance.now()`. */
export type Span = { readonly fromMs: number; readonly toMs: number };

/** How long the messages that were due in a span took, in ms from the moment they were due. */
export type Waits = {
  readonly due: number;
  readonly ackMs: readonly number[];
  /** To the screen of an operator in the conversation. */
  readonly deliveryMs: readonly number[];
  /** To the list of an operator of the tenant. */
  readonly listMs: readonly number[];
};

/** Collects the waits of a span. Infinity stands for what never came. */
export const waitsOf = (ledger: Ledger, { fromMs, toMs }: Span): Waits => {
  const messages = [...ledger.messages.values()].filter(
    ({ dueMs }) => dueMs >= fromMs && dueMs < toMs,
  );
  return {
    due: messages.length,
    ackMs: messages.map(({ dueMs, ackedMs }) => (ackedMs ?? Infinity) - dueMs),
    deliveryMs: messages.map(({ dueMs, deliveredMs }) => (deliveredMs ?? Infinity) - dueMs),
    listMs: messages.map((message) => (listedMs(ledger, message) ?? Infinity) - message.dueMs),
  };
};

/** When a list first showed the conversation as far as the message, or farther. */
const listedMs = ({ listed }: Ledger, { conversationId, seq }: MessageTimes): number | null => {
  if (conversationId === null || seq === null) return null;
  return listed.get(conversationId)?.find(({ lastSeq }) => lastSeq >= seq)?.atMs ?? null;
};

/** Messages acknowledged in a span, for each second of it: what the installation really did. */
export const goodputOf = (ledger: Ledger, { fromMs, toMs }: Span): number => {
  const acked = [...ledger.messages.values()].filter(
    ({ ackedMs }) => ackedMs !== null && ackedMs >= fromMs && ackedMs < toMs,
  );
  return (acked.length * 1000) / (toMs - fromMs);
};
