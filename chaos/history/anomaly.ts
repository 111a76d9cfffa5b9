/** The ways in which a history can break a promise of the product, one sentence each. */
export const anomalyMeanings = {
  "lost-acked": "A message was acknowledged, and the final log does not hold it.",
  "duplicate-effect": "One message, sent with one client id, was stored more than once.",
  "duplicate-render": "A session showed the same event twice.",
  "out-of-order": "A session showed an event at or below a seq it had already passed.",
  gap: "A session showed an event and had skipped the one before it.",
  "seq-divergence": "Two readers saw different events at the same place of a conversation.",
  "content-divergence": "Two readers saw the same event with different content.",
  "cross-conversation-leak": "A message turned up in a conversation it was not sent to.",
  "aborted-read": "A message whose every attempt was refused was shown or stored.",
  phantom: "A message was shown or stored that nobody had sent by then.",
  "real-time-order": "A message sent after another was acknowledged stands before it.",
  "ack-diverged": "An acknowledgement names another place than an earlier one, or than the log.",
  "never-delivered": "A session stayed to the end and never showed an event of the final log.",
  "seen-then-lost": "A session showed an event that the final log does not hold.",
  "final-gap": "The seqs of the final log are not 1, 2, 3 and so on.",
} as const;

/** The name of an anomaly. */
export type AnomalyKind = keyof typeof anomalyMeanings;

/** One broken promise, with what is needed to find it in the history. */
export type Anomaly = {
  kind: AnomalyKind;
  conversation: string;
  /** The session, message and place concerned, as far as they are known. */
  detail: Record<string, string | number | null>;
};

/** Examples kept for one kind. A badly broken run has a hundred thousand, all alike. */
export const maxExamplesPerKind = 100;

/** Counts anomalies by kind and keeps the first ones as examples. */
export class AnomalyLog {
  readonly examples: Anomaly[] = [];
  readonly counts = new Map<AnomalyKind, number>();

  /** Notes one anomaly. */
  add(kind: AnomalyKind, conversation: string, detail: Anomaly["detail"]): void {
    const count = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, count);
    if (count <= maxExamplesPerKind) this.examples.push({ kind, conversation, detail });
  }
}
