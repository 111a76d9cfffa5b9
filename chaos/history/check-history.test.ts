import { expect, test } from "vitest";
import { anomalyMeanings, maxExamplesPerKind } from "./anomaly.ts";
import type { AnomalyKind } from "./anomaly.ts";
import { breakHistory } from "./break-history.ts";
import { checkHistory } from "./check-history.ts";
import { generateHistory } from "./generate-history.ts";
import type { HistoryRecord } from "./records.ts";
import { seededRandom } from "./seeded-random.ts";

const small = { conversations: 6, clients: 8, messages: 600 };
const seeds = (count: number, factor: number) =>
  Array.from({ length: count }, (_, index) => (index + 1) * factor);

test("50 of 50 clean histories raise no alarm", () => {
  const alarms = seeds(50, 7919)
    .map((seed) => ({ seed, verdict: checkHistory(generateHistory(seed, small)) }))
    .filter(({ verdict }) => !verdict.valid)
    .map(({ seed, verdict }) => ({ seed, first: verdict.examples[0] }));
  expect(alarms).toEqual([]);
});

test("the clean histories contain everything that may lawfully happen", () => {
  const { activity } = checkHistory(generateHistory(1, small));
  expect(activity.invoked).toBe(600);
  expect(activity.rendered).toBeGreaterThan(1000);
  for (const kind of ["acknowledged", "aborted", "indeterminate", "retried"] as const)
    expect(activity[kind], kind).toBeGreaterThan(5);
  expect(activity.indeterminateStored).toBeGreaterThan(0);
  expect(activity.indeterminateStored).toBeLessThan(activity.indeterminate);
});

const kinds = Object.keys(anomalyMeanings) as AnomalyKind[];

for (const kind of kinds) {
  test(`${kind} is caught in 20 of 20 broken histories`, () => {
    const missed = seeds(20, 104_729).filter((seed) => {
      const history = generateHistory(seed, small);
      breakHistory[kind](history, seededRandom(seed));
      const { valid, anomalyCounts } = checkHistory(history);
      return valid || anomalyCounts[kind] === undefined;
    });
    expect(missed, "seeds of the histories it missed").toEqual([]);
  });
}

test("a message read before it was sent is a phantom", () => {
  const history = tinyHistory();
  history.unshift(recv("m1", 1, 0));
  expect(checkHistory(history).anomalyCounts.phantom).toBe(1);
});

test("a refused retry does not make a stored message an aborted one", () => {
  const send = { client: "u", conversation: "c", clientId: "m1" };
  const history: HistoryRecord[] = [
    { kind: "invoke", atMs: 1, ...send },
    { kind: "info", atMs: 2, ...send },
    { kind: "invoke", atMs: 3, ...send },
    { kind: "fail", atMs: 4, ...send },
    recv("m1", 1, 5),
    { kind: "final", source: "api", conversation: "c", log: [event("m1", 1)] },
  ];
  expect(checkHistory(history).valid).toBe(true);
  const refusedOnly = history.slice(2);
  expect(checkHistory(refusedOnly).anomalyCounts["aborted-read"]).toBe(2);
});

test("the store and the API must tell the same story", () => {
  const history = tinyHistory();
  const log = [{ ...event("m1", 1), hash: "edited" }];
  history.push({ kind: "final", source: "store", conversation: "c", log });
  expect(checkHistory(history).anomalyCounts).toEqual({ "content-divergence": 1 });
});

test("keeps a bounded number of examples and counts the rest", () => {
  const history = tinyHistory();
  for (let again = 0; again < 500; again += 1) history.push(recv("m1", 1, 10 + again));
  const verdict = checkHistory(history);
  expect(verdict.anomalyCounts["duplicate-render"]).toBe(500);
  expect(verdict.examples).toHaveLength(maxExamplesPerKind);
});

test("refuses a history that cannot be judged", () => {
  const [invoke, ok] = tinyHistory();
  if (invoke === undefined || ok === undefined) throw new Error("tinyHistory is too short");
  expect(() => checkHistory([invoke, ok])).toThrow("no final log");
  expect(() => checkHistory([ok])).toThrow("before any invoke");
});

test("judges 200,000 messages well inside the time limit", { timeout: 60_000 }, () => {
  const history = generateHistory(5, { conversations: 2_000, clients: 3_000, messages: 200_000 });
  const verdict = checkHistory(history);
  expect(verdict.examples).toEqual([]);
  expect(verdict.activity.invoked).toBe(200_000);
});

const event = (clientId: string, seq: number) => ({
  seq,
  eventId: `e${seq}`,
  clientId,
  hash: `h${seq}`,
});

const recv = (clientId: string, seq: number, atMs: number): HistoryRecord => ({
  kind: "recv",
  atMs,
  session: `s${atMs === 0 ? 0 : 1}`,
  conversation: "c",
  ...event(clientId, seq),
});

const tinyHistory = (): HistoryRecord[] => {
  const send = { client: "u", conversation: "c", clientId: "m1" };
  return [
    { kind: "invoke", atMs: 1, ...send },
    { kind: "ok", atMs: 2, ...send, seq: 1, eventId: "e1" },
    recv("m1", 1, 3),
    { kind: "final", source: "api", conversation: "c", log: [event("m1", 1)] },
  ];
};
