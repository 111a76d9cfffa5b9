import type { AnomalyLog } from "./anomaly.ts";
import type { FinalLog, Rendered, StayedToTheEnd } from "./records.ts";

/**
 * Follows each session through each conversation: duplicate-render, out-of-order, gap and
 * never-delivered. A session may join late, so its first event may have any seq.
 */
export const checkSessions = (
  renderings: readonly Rendered[],
  endings: readonly StayedToTheEnd[],
  finals: Map<string, FinalLog[]>,
  anomalies: AnomalyLog,
): void => {
  const screens = new Map<string, Screen>();
  for (const rendering of renderings) render(screenOf(screens, rendering), rendering, anomalies);
  for (const { session, conversation, afterSeq } of endings) {
    const shown = screens.get(keyOf(session, conversation))?.shown ?? new Set();
    const missed = new Map<string, number>();
    for (const { log } of finals.get(conversation) ?? [])
      for (const { seq, eventId } of log)
        if (seq > afterSeq && !shown.has(eventId)) missed.set(eventId, seq);
    for (const [eventId, seq] of missed)
      anomalies.add("never-delivered", conversation, { session, seq, eventId });
  }
};

/** One conversation as one session has it on screen. */
type Screen = { shown: Set<string>; highestSeq: number };

const keyOf = (session: string, conversation: string) => `${session} ${conversation}`;

const screenOf = (screens: Map<string, Screen>, { session, conversation }: Rendered) => {
  const key = keyOf(session, conversation);
  const screen = screens.get(key) ?? { shown: new Set(), highestSeq: 0 };
  screens.set(key, screen);
  return screen;
};

const render = (screen: Screen, rendering: Rendered, anomalies: AnomalyLog) => {
  const { session, conversation, seq, eventId } = rendering;
  const { highestSeq, shown } = screen;
  if (shown.has(eventId))
    anomalies.add("duplicate-render", conversation, { session, seq, eventId });
  else if (seq <= highestSeq)
    anomalies.add("out-of-order", conversation, { session, seq, after: highestSeq });
  else if (highestSeq > 0 && seq !== highestSeq + 1)
    anomalies.add("gap", conversation, { session, seq, after: highestSeq });
  shown.add(eventId);
  screen.highestSeq = Math.max(highestSeq, seq);
};
