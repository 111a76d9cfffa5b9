import type { AnomalyLog } from "./anomaly.ts";
import type { FinalLog, LoggedEvent, Rendered } from "./records.ts";

/**
 * Compares what everybody saw at each place of a conversation, the sessions and the final logs:
 * seq-divergence, content-divergence, and seen-then-lost.
 */
export const checkAgreement = (
  renderings: readonly Rendered[],
  finals: Map<string, FinalLog[]>,
  anomalies: AnomalyLog,
): void => {
  const places = new Map<string, Map<number, LoggedEvent>>();
  const compare = (conversation: string, event: LoggedEvent) => {
    const known = places.get(conversation) ?? new Map<number, LoggedEvent>();
    places.set(conversation, known);
    const first = known.get(event.seq);
    if (first === undefined) known.set(event.seq, event);
    else if (first.eventId !== event.eventId)
      anomalies.add("seq-divergence", conversation, {
        seq: event.seq,
        a: first.eventId,
        b: event.eventId,
      });
    else if (first.hash !== event.hash)
      anomalies.add("content-divergence", conversation, { seq: event.seq, eventId: event.eventId });
  };
  for (const rendering of renderings) compare(rendering.conversation, rendering);
  checkSurvival(places, finals, anomalies);
  for (const [conversation, logs] of finals)
    for (const { log } of logs) for (const event of log) compare(conversation, event);
};

/** Every event that was on a screen must be in every final log of its conversation. */
const checkSurvival = (
  seen: Map<string, Map<number, LoggedEvent>>,
  finals: Map<string, FinalLog[]>,
  anomalies: AnomalyLog,
) => {
  for (const [conversation, logs] of finals) {
    for (const { source, log } of logs) {
      const stored = new Set(log.map((event) => event.eventId));
      for (const { seq, eventId } of seen.get(conversation)?.values() ?? []) {
        if (!stored.has(eventId))
          anomalies.add("seen-then-lost", conversation, { seq, eventId, in: source });
      }
    }
  }
};
