import { describe, expect, it } from "vitest";
import { makeMetrics } from "#engine/runtime/metrics.ts";
import { keptMinutes, makeDeliveryCounts, mergeMinutes } from "./delivery-counts.ts";

const minuteMs = 60_000;
/** A moment in the middle of a minute. */
const noonMs = 1_700_000_040_000;

const aClock = () => {
  const clock = { ms: noonMs };
  return { clock, nowMs: () => clock.ms };
};

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe("counting deliveries", () => {
  it("[RT41] counts by tenant and minute, the running minute last", () => {
    const { clock, nowMs } = aClock();
    const counts = makeDeliveryCounts(makeMetrics(), { nowMs });
    counts.add("a", "sent");
    counts.add("b", "sent", 7);
    clock.ms += minuteMs;
    counts.add("a", "sent", 2);
    counts.add("a", "gaps");
    const { sent, gaps, acked } = counts.read("a");
    expect(sent).toHaveLength(keptMinutes);
    expect(sent.slice(-3)).toEqual([0, 1, 2]);
    expect([sum(sent), sum(gaps), sum(acked)]).toEqual([3, 1, 0]);
    expect(sum(counts.read("nobody").sent)).toBe(0);
  });

  it("[RT41] forgets after an hour, also when the same minute of the next hour is written", () => {
    const { clock, nowMs } = aClock();
    const counts = makeDeliveryCounts(makeMetrics(), { nowMs });
    counts.add("a", "delivered", 5);
    clock.ms += (keptMinutes - 1) * minuteMs;
    expect(counts.read("a").delivered[0]).toBe(5);
    clock.ms += minuteMs;
    expect(sum(counts.read("a").delivered)).toBe(0);
    counts.add("a", "delivered", 2);
    expect(counts.read("a").delivered.at(-1)).toBe(2);
    expect(sum(counts.read("a").delivered)).toBe(2);
  });

  it("keeps a bounded number of tenants", () => {
    const counts = makeDeliveryCounts(makeMetrics(), { mostTenants: 2 });
    for (const tenant of ["a", "b", "c"]) counts.add(tenant, "sent");
    expect(["a", "b", "c"].map((tenant) => sum(counts.read(tenant).sent))).toEqual([0, 1, 1]);
  });

  it("holds a cell at its largest value, whatever clients say", () => {
    const counts = makeDeliveryCounts(makeMetrics());
    for (let turn = 0; turn < 3; turn += 1) counts.add("a", "received", 2 ** 31);
    expect(sum(counts.read("a").received)).toBe(2 ** 32 - 1);
    counts.add("a", "gaps", -5);
    expect(sum(counts.read("a").gaps)).toBe(0);
  });

  it("[RT41] adds up nodes by the minute, also when their clocks differ", () => {
    const { clock, nowMs } = aClock();
    const [left, right] = [
      makeDeliveryCounts(makeMetrics(), { nowMs }),
      makeDeliveryCounts(makeMetrics(), { nowMs }),
    ];
    left.add("a", "acked", 3);
    const early = left.read("a");
    clock.ms += minuteMs;
    right.add("a", "acked", 4);
    expect(mergeMinutes([early, right.read("a")], clock.ms).acked.slice(-2)).toEqual([3, 4]);
  });

  it("tells Prometheus the sums, without a tenant", async () => {
    const metrics = makeMetrics();
    const counts = makeDeliveryCounts(metrics);
    counts.add("a", "duplicates", 2);
    counts.add("b", "duplicates", 3);
    const text = await metrics.registry.metrics();
    expect(text).toContain('xin_deliveries_total{figure="duplicates"} 5');
  });
});
