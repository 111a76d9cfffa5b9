import { expect, test } from "vitest";
import { makeMetrics } from "./metrics.ts";

test("two processes' worth of metrics live beside each other", async () => {
  const first = makeMetrics();
  const second = makeMetrics();
  first.replies.inc({ outcome: "sent" });
  expect(await first.registry.metrics()).toContain('xin_replies_total{outcome="sent"} 1');
  expect(await second.registry.metrics()).not.toContain('outcome="sent"');
});

test("names follow the conventions Prometheus checks: counters end in _total, nothing else does", async () => {
  const text = await makeMetrics().registry.metrics();
  const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)];
  expect(types.length).toBeGreaterThan(20);
  for (const [, name, type] of types) {
    expect([name, name?.endsWith("_total")]).toEqual([name, type === "counter"]);
  }
});

test("no metric of ours is labelled by a tenant, a conversation or a person", () => {
  const { registry } = makeMetrics();
  const ours = registry.getMetricsAsArray().filter((metric) => metric.name.startsWith("xin_"));
  const labels = ours.flatMap((metric) => Reflect.get(metric, "labelNames") as string[]);
  const allowed = [
    "by",
    "figure",
    "side",
    "kind",
    "edge",
    "outcome",
    "stage",
    "reason",
    "area",
    "status",
  ];
  expect(new Set(labels)).toEqual(new Set(allowed));
});
