import type { AnomalyKind } from "./anomaly.ts";
import { collectFates, isAborted } from "./message-fates.ts";
import type { FinalLog, HistoryRecord, Rendered, SendAcknowledged } from "./records.ts";
import type { SeededRandom } from "./seeded-random.ts";

/** Breaks one promise somewhere in a clean history, in place. */
export type BreakHistory = (history: HistoryRecord[], random: SeededRandom) => void;

/** For each anomaly, a way to cause it. The mutation test of the referee. */
export const breakHistory: Record<AnomalyKind, BreakHistory> = {
  "lost-acked": (history, random) => {
    forget(history, random.pick(acks(history)).clientId);
  },
  "duplicate-effect": (history, random) => {
    const { conversation, clientId } = random.pick(acks(history));
    for (const { log } of finalsOf(history, conversation)) {
      const event = log.find((candidate) => candidate.clientId === clientId);
      if (event) log.push({ ...event, seq: log.length + 1, eventId: `${event.eventId}-again` });
    }
  },
  "duplicate-render": (history, random) => {
    const again = random.pick(renderings(history));
    const later = history.indexOf(again) + 1 + random.below(40);
    history.splice(later, 0, { ...again });
  },
  "out-of-order": (history, random) => {
    const shown = random.pick(screens(history).filter((screen) => screen.length > 1));
    const at = random.below(shown.length - 1);
    swapRecords(history, shown[at], shown[at + 1]);
  },
  gap: (history, random) => {
    const shown = random.pick(screens(history).filter((screen) => screen.length > 2));
    remove(history, shown[1 + random.below(shown.length - 2)]);
  },
  "seq-divergence": (history, random) => {
    random.pick(renderings(history)).eventId = "another";
  },
  "content-divergence": (history, random) => {
    random.pick(renderings(history)).hash = "another";
  },
  "cross-conversation-leak": (history, random) => {
    const leaked = random.pick(renderings(history).filter((record) => record.clientId !== null));
    const others = finals(history).filter((final) => final.conversation !== leaked.conversation);
    leaked.conversation = random.pick(others).conversation;
  },
  "aborted-read": (history, random) => {
    const aborted = [...collectFates(history).values()].filter(isAborted);
    const { clientId, conversation, invokedAtMs } = random.pick(aborted);
    const later = renderings(history).filter(
      (record) => record.conversation === conversation && record.atMs > invokedAtMs,
    );
    random.pick(later).clientId = clientId;
  },
  phantom: (history, random) => {
    const { log } = random.pick(finals(history));
    log.push({ seq: log.length + 1, eventId: "ghost", clientId: "ghost", hash: "ghost" });
  },
  "real-time-order": (history, random) => {
    const { conversation } = random.pick(acks(history));
    const settled = acks(history).filter((ack) => ack.conversation === conversation);
    const first = settled[0];
    const last = settled.at(-1);
    if (first && last) swapPlaces(history, first, last);
  },
  "ack-diverged": (history, random) => {
    random.pick(acks(history)).seq += 1;
  },
  "never-delivered": (history, random) => {
    remove(history, random.pick(screens(history)).at(-1));
  },
  "seen-then-lost": (history, random) => {
    const unknown = [...collectFates(history).values()].filter((fate) => fate.acks.length === 0);
    const seen = new Set(renderings(history).map((record) => record.clientId));
    forget(history, random.pick(unknown.filter((fate) => seen.has(fate.clientId))).clientId);
  },
  "final-gap": (history, random) => {
    const { log } = random.pick(finals(history));
    for (const event of log.slice(random.below(log.length))) event.seq += 1;
  },
};

const acks = (history: HistoryRecord[]) => history.filter((record) => record.kind === "ok");
const finals = (history: HistoryRecord[]) => history.filter((record) => record.kind === "final");
const renderings = (history: HistoryRecord[]) => history.filter((record) => record.kind === "recv");

const finalsOf = (history: HistoryRecord[], conversation: string): FinalLog[] =>
  finals(history).filter((final) => final.conversation === conversation);

/** What each session showed of each conversation, in order. */
const screens = (history: HistoryRecord[]): Rendered[][] => [
  ...Map.groupBy(
    renderings(history),
    ({ session, conversation }) => `${session} ${conversation}`,
  ).values(),
];

const remove = (history: HistoryRecord[], record: HistoryRecord | undefined) => {
  if (record !== undefined) history.splice(history.indexOf(record), 1);
};

/** Takes a message out of every final log. */
const forget = (history: HistoryRecord[], clientId: string) => {
  for (const final of finals(history))
    final.log = final.log.filter((event) => event.clientId !== clientId);
};

/** Exchanges the moments of two renderings. */
const swapRecords = (
  history: HistoryRecord[],
  a: Rendered | undefined,
  b: Rendered | undefined,
) => {
  if (a === undefined || b === undefined) return;
  const [atA, atB] = [history.indexOf(a), history.indexOf(b)];
  history[atA] = { ...b, atMs: a.atMs };
  history[atB] = { ...a, atMs: b.atMs };
};

/** Lets two messages trade places wherever they were acknowledged, shown or stored. */
const swapPlaces = (history: HistoryRecord[], a: SendAcknowledged, b: SendAcknowledged) => {
  const [seqA, seqB] = [a.seq, b.seq];
  const swap = (place: { clientId: string | null; seq: number }) => {
    if (place.clientId === a.clientId) place.seq = seqB;
    else if (place.clientId === b.clientId) place.seq = seqA;
  };
  for (const record of history) {
    if (record.kind === "ok" || record.kind === "recv") swap(record);
    if (record.kind !== "final") continue;
    for (const event of record.log) swap(event);
    record.log.sort((x, y) => x.seq - y.seq);
  }
};
