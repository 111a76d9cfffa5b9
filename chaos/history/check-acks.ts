import type { AnomalyLog } from "./anomaly.ts";
import type { MessageFate } from "./message-fates.ts";
import type { FinalLog, LoggedEvent } from "./records.ts";

/** Holds the final logs to what was acknowledged: lost-acked and ack-diverged. */
export const checkAcks = (
  fates: Map<string, MessageFate>,
  finals: Map<string, FinalLog[]>,
  anomalies: AnomalyLog,
): void => {
  const stored = indexByMessage(finals);
  for (const { clientId, conversation, acks } of fates.values()) {
    const first = acks[0];
    if (first === undefined) continue;
    for (const later of acks.slice(1)) {
      if (later.seq !== first.seq || later.eventId !== first.eventId)
        anomalies.add("ack-diverged", conversation, { clientId, a: first.seq, b: later.seq });
    }
    for (const [final, byMessage] of stored.get(conversation) ?? []) {
      const event = byMessage.get(clientId);
      if (event === undefined)
        anomalies.add("lost-acked", conversation, { clientId, seq: first.seq, in: final.source });
      else if (event.seq !== first.seq || event.eventId !== first.eventId)
        anomalies.add("ack-diverged", conversation, { clientId, a: first.seq, b: event.seq });
    }
  }
};

/** For each final log of a conversation, its events by client id. */
const indexByMessage = (finals: Map<string, FinalLog[]>) => {
  const index = new Map<string, [FinalLog, Map<string, LoggedEvent>][]>();
  for (const [conversation, logs] of finals) {
    index.set(
      conversation,
      logs.map((final) => {
        const byMessage = new Map<string, LoggedEvent>();
        // The first copy counts: a duplicate is an anomaly of its own, not a moved message.
        for (const event of final.log) {
          if (event.clientId !== null && !byMessage.has(event.clientId))
            byMessage.set(event.clientId, event);
        }
        return [final, byMessage];
      }),
    );
  }
  return index;
};
