import { expect, test } from "vitest";
import type { HistoryRecord } from "../history/records.ts";
import { ackTimesMs, longestGapMs, longestOutageMs, percentile } from "./timings.ts";

const message = { client: "a", conversation: "c" };
const invoke = (clientId: string, atMs: number): HistoryRecord => ({
  kind: "invoke",
  ...message,
  clientId,
  atMs,
});
const ok = (clientId: string, atMs: number): HistoryRecord => ({
  kind: "ok",
  ...message,
  clientId,
  atMs,
  seq: 1,
  eventId: clientId,
});

test("the longest gap counts from the beginning and to the end of the stretch", () => {
  const history = [ok("1", 100), ok("2", 150), ok("3", 400)];
  expect(longestGapMs(history, { fromMs: 0, toMs: 500 })).toBe(250);
  expect(longestGapMs(history, { fromMs: 90, toMs: 1_000 })).toBe(600);
  expect(longestGapMs([], { fromMs: 0, toMs: 70 })).toBe(70);
});

test("an acknowledgement takes the time since the first attempt", () => {
  const history = [invoke("1", 10), invoke("1", 50), ok("1", 80), invoke("2", 900), ok("2", 901)];
  expect(ackTimesMs(history, { fromMs: 0, toMs: 100 })).toEqual([70]);
});

test("who never came back was away for ever", () => {
  const outagesOf = (toMs: number | null) => [{ outages: [{ fromMs: 10, toMs }] }];
  expect(longestOutageMs(outagesOf(30))).toBe(20);
  expect(longestOutageMs(outagesOf(null))).toBe(Infinity);
});

test("a percentile of nothing is no number", () => {
  expect(percentile([3, 1, 2], 0.95)).toBe(3);
  expect(percentile([], 0.5)).toBeNaN();
});
