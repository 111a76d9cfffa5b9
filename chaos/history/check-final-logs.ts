import type { AnomalyLog } from "./anomaly.ts";
import type { FinalLog } from "./records.ts";

/** Judges each final log by itself: final-gap and duplicate-effect. */
export const checkFinalLogs = (finals: Map<string, FinalLog[]>, anomalies: AnomalyLog): void => {
  for (const [conversation, logs] of finals) {
    for (const { source, log } of logs) {
      let previousSeq = 0;
      const messages = new Set<string>();
      for (const { seq, clientId } of log) {
        if (seq !== previousSeq + 1)
          anomalies.add("final-gap", conversation, { source, after: previousSeq, seq });
        previousSeq = seq;
        if (clientId === null) continue;
        if (messages.has(clientId))
          anomalies.add("duplicate-effect", conversation, { source, clientId, seq });
        messages.add(clientId);
      }
    }
  }
};
