import type { AnomalyLog } from "./anomaly.ts";
import type { MessageFate } from "./message-fates.ts";

/**
 * A message first sent after another of its conversation was acknowledged must stand behind it.
 * Two messages in flight at the same time may stand either way.
 */
export const checkRealTimeOrder = (
  fates: Map<string, MessageFate>,
  anomalies: AnomalyLog,
): void => {
  for (const [conversation, sends] of acknowledgedByConversation(fates)) {
    const byInvoke = sends.toSorted((a, b) => a.invokedAtMs - b.invokedAtMs);
    const byAck = sends.toSorted((a, b) => a.ackedAtMs - b.ackedAtMs);
    let settled = 0;
    let highestSeq = 0;
    for (const { clientId, invokedAtMs, seq } of byInvoke) {
      for (let next = byAck[settled]; next && next.ackedAtMs < invokedAtMs; next = byAck[settled]) {
        highestSeq = Math.max(highestSeq, next.seq);
        settled += 1;
      }
      if (seq < highestSeq)
        anomalies.add("real-time-order", conversation, { clientId, seq, acknowledged: highestSeq });
    }
  }
};

type AcknowledgedSend = { clientId: string; invokedAtMs: number; ackedAtMs: number; seq: number };

const acknowledgedByConversation = (fates: Map<string, MessageFate>) => {
  const sends = new Map<string, AcknowledgedSend[]>();
  for (const { clientId, conversation, invokedAtMs, acks } of fates.values()) {
    const ack = acks[0];
    if (ack === undefined) continue;
    const list = sends.get(conversation) ?? [];
    sends.set(conversation, list);
    list.push({ clientId, invokedAtMs, ackedAtMs: ack.atMs, seq: ack.seq });
  }
  return sends;
};
