import { AnomalyLog } from "./anomaly.ts";
import type { Anomaly, AnomalyKind } from "./anomaly.ts";
import { checkAcks } from "./check-acks.ts";
import { checkAgreement } from "./check-agreement.ts";
import { checkFinalLogs } from "./check-final-logs.ts";
import { checkOrigins } from "./check-origins.ts";
import { checkRealTimeOrder } from "./check-real-time-order.ts";
import { checkSessions } from "./check-sessions.ts";
import { collectFates, isAborted } from "./message-fates.ts";
import type { MessageFate } from "./message-fates.ts";
import type { FinalLog, HistoryRecord } from "./records.ts";

/** The referee's judgement of one history. */
export type Verdict = {
  valid: boolean;
  /** How many anomalies of each kind; a kind without any is absent. */
  anomalyCounts: Partial<Record<AnomalyKind, number>>;
  /** The first anomalies of each kind, at most `maxExamplesPerKind`. */
  examples: Anomaly[];
  activity: Activity;
};

/** How much happened. A drill asserts these, since an empty history breaks no promise. */
export type Activity = {
  /** Distinct messages sent. */
  invoked: number;
  acknowledged: number;
  /** Messages whose every attempt was refused. */
  aborted: number;
  /** Messages neither acknowledged nor surely refused. */
  indeterminate: number;
  /** Messages of `indeterminate` that the final log holds all the same. */
  indeterminateStored: number;
  /** Messages sent more than once. */
  retried: number;
  /** Events put on a screen. */
  rendered: number;
};

/**
 * Judges a whole history. Throws when the history itself is unusable: an answer without a question,
 * or a conversation with acknowledged messages that nobody read at the end.
 */
export const checkHistory = (history: readonly HistoryRecord[]): Verdict => {
  const fates = collectFates(history);
  const renderings = history.filter((record) => record.kind === "recv");
  const endings = history.filter((record) => record.kind === "sub-end");
  const finals = Map.groupBy(
    history.filter((record) => record.kind === "final"),
    (final) => final.conversation,
  );
  requireFinals(fates, finals);

  const anomalies = new AnomalyLog();
  checkAcks(fates, finals, anomalies);
  checkFinalLogs(finals, anomalies);
  checkAgreement(renderings, finals, anomalies);
  checkOrigins(fates, renderings, finals, anomalies);
  checkSessions(renderings, endings, finals, anomalies);
  checkRealTimeOrder(fates, anomalies);
  return {
    valid: anomalies.counts.size === 0,
    anomalyCounts: Object.fromEntries(anomalies.counts),
    examples: anomalies.examples,
    activity: { ...countSends(fates, finals), rendered: renderings.length },
  };
};

const requireFinals = (fates: Map<string, MessageFate>, finals: Map<string, FinalLog[]>) => {
  for (const { conversation, acks } of fates.values()) {
    if (acks.length > 0 && !finals.has(conversation))
      throw new Error(`Conversation ${conversation} has no final log. Read it after the drill.`);
  }
};

const countSends = (
  fates: Map<string, MessageFate>,
  finals: Map<string, FinalLog[]>,
): Omit<Activity, "rendered"> => {
  const stored = new Set(
    [...finals.values()].flatMap((logs) => logs[0]?.log.map(({ clientId }) => clientId) ?? []),
  );
  const all = [...fates.values()];
  const indeterminate = all.filter((fate) => fate.acks.length === 0 && !isAborted(fate));
  return {
    invoked: all.length,
    acknowledged: all.filter((fate) => fate.acks.length > 0).length,
    aborted: all.filter(isAborted).length,
    indeterminate: indeterminate.length,
    indeterminateStored: indeterminate.filter(({ clientId }) => stored.has(clientId)).length,
    retried: all.filter((fate) => fate.attempts > 1).length,
  };
};
