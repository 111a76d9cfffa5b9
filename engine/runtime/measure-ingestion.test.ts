import { expect, test } from "vitest";
import type { BusMessage } from "./event-bus.ts";
import { measureIngestion } from "./measure-ingestion.ts";
import { makeMetrics } from "./metrics.ts";
import { openSilentBus } from "./silent-bus.ts";

test("counts sources as they end and passes every message on", async () => {
  const metrics = makeMetrics();
  const heard: BusMessage[] = [];
  const silent = openSilentBus();
  const bus = measureIngestion({ ...silent, publish: (message) => heard.push(message) }, metrics);
  const say = (sourceId: string, state: string) =>
    bus.publish({ type: "knowledge", tenantId: "t", sourceId, state });
  for (const state of ["extracting", "chunking", "embedding", "live"]) say("one", state);
  for (const state of ["extracting", "failed"]) say("two", state);
  bus.publish({ type: "reply.stop", tenantId: "t", conversationId: "c" });

  expect(heard).toHaveLength(7);
  const text = await metrics.registry.metrics();
  expect(text).toContain('xin_ingestions_total{outcome="live"} 1');
  expect(text).toContain('xin_ingestions_total{outcome="failed"} 1');
  expect(text).toContain("xin_ingestion_seconds_count 2");
});
