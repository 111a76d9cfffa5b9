import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Ack } from "#contract/ack.ts";
import { times } from "#contract/names.ts";
import { DeliveryCounter, type DeliveryCounts } from "./delivery-counter.ts";
import { reportDelivery } from "./report-delivery.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const granted = { ok: true } as const;
const refused = { ok: false, error: { kind: "overloaded", message: "Wait." } } as const;

/** A reporter with what it has sent, and a line that answers as the test says. */
const aReporter = () => {
  const counter = new DeliveryCounter();
  const sent: DeliveryCounts[] = [];
  const line: { answer: Ack<object>; isUp: boolean } = { answer: granted, isUp: true };
  const stop = reportDelivery({
    counter,
    canSend: () => line.isUp,
    send: async (report) => {
      sent.push(report);
      return line.answer;
    },
  });
  return { counter, sent, line, stop };
};

/** Long enough for one report, and too short for two. */
const aMinute = () => vi.advanceTimersByTimeAsync(times.deliveryReportMs * 1.1);

it("[RT40] reports once a minute what was noticed, and nothing when nothing was", async () => {
  const { counter, sent, stop } = aReporter();
  await aMinute();
  expect(sent).toEqual([]);
  counter.refetched();
  counter.refetched();
  await aMinute();
  expect(sent).toEqual([{ received: 0, gaps: 0, duplicates: 0, resyncs: 2 }]);
  stop();
  counter.refetched();
  await aMinute();
  expect(sent).toHaveLength(1);
});

it("[RT40] puts what was refused, or could not be sent, into the next report", async () => {
  const { counter, sent, line, stop } = aReporter();
  counter.refetched();
  line.answer = refused;
  await aMinute();
  counter.refetched();
  line.isUp = false;
  await aMinute();
  line.isUp = true;
  line.answer = granted;
  await aMinute();
  expect(sent.map(({ resyncs }) => resyncs)).toEqual([1, 2]);
  stop();
});
