import { expect, it } from "vitest";
import { describeEngines } from "../support/test-db.ts";
import { openDrill } from "./drill.ts";
import { startTraffic } from "./drill-traffic.ts";

describeEngines("the server is killed", (_open, engine) => {
  it("keeps every acknowledged message, once, in order, on every client", async () => {
    await using drill = await openDrill(engine);
    const traffic = await startTraffic(drill);

    await drill.whenAcknowledged(90);
    const inFlight = drill.inFlight;
    drill.server.kill("SIGKILL");
    const before = drill.acknowledged;
    await drill.restart();
    await drill.finish(traffic.done);

    const { activity, ...verdict } = await drill.judge();
    expect(verdict).toEqual({ valid: true, anomalyCounts: {}, examples: [] });
    // A drill in which nothing was at stake would prove nothing.
    expect(inFlight).toBeGreaterThanOrEqual(1);
    expect(activity.acknowledged - before).toBeGreaterThanOrEqual(50);
    expect(activity.retried + activity.indeterminate).toBeGreaterThanOrEqual(1);
    expect(activity.acknowledged).toBe(traffic.messages);
    expect(activity.acknowledged).toBeGreaterThanOrEqual(200);
    expect(activity.rendered).toBeGreaterThanOrEqual(traffic.messages * 4);
  });
});
