import { expect, it, vi } from "vitest";
import { type TestEngine, describeEngines } from "../support/test-db.ts";
import { openDrill } from "./drill.ts";
import { startTraffic } from "./drill-traffic.ts";

// Several starts of a whole server, on machines that have other work as well.
vi.setConfig({ testTimeout: 240_000 });

describeEngines("the server is killed", (_open, engine) => {
  it("keeps every acknowledged message, once, in order, on every client", async () => {
    const { inFlight, before, messages, activity, ...verdict } = await killInTheMiddle(engine);
    expect(verdict).toEqual({ valid: true, anomalyCounts: {}, examples: [] });
    // A drill in which nothing was at stake would prove nothing.
    expect(inFlight).toBeGreaterThanOrEqual(1);
    expect(activity.acknowledged - before).toBeGreaterThanOrEqual(50);
    expect(activity.retried + activity.indeterminate).toBeGreaterThanOrEqual(1);
    expect(activity.acknowledged).toBe(messages);
    expect(activity.acknowledged).toBeGreaterThanOrEqual(200);
    expect(activity.rendered).toBeGreaterThanOrEqual(messages * 4);
  });
});

/** Kills the server while everybody writes, starts it again, and has the referee judge the whole. */
const killInTheMiddle = async (engine: TestEngine) => {
  await using drill = await openDrill(engine);
  const traffic = await startTraffic(drill);
  await drill.whenAcknowledged(90);
  const burst = await traffic.burst();
  const { inFlight } = drill;
  drill.server.kill("SIGKILL");
  const before = drill.acknowledged;
  await drill.restart();
  await drill.finish(Promise.all([traffic.done, burst.done]));
  const messages = traffic.messages + burst.messages;
  return { inFlight, before, messages, ...(await drill.judge()) };
};
