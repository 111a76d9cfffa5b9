import process from "node:process";
import { expect, it, vi } from "vitest";
import { describeEngines } from "../support/test-db.ts";
import { type Drill, openDrill } from "./drill.ts";
import { startTraffic } from "./drill-traffic.ts";

/** When the database dies: after so many acknowledgements. */
const faultsAt = [50, 110, 170];

// Several starts of a whole server, on machines that have other work as well.
vi.setConfig({ testTimeout: 240_000 });

describeEngines("the database is killed three times", (_open, engine) => {
  it("the server stays up and keeps every acknowledged message, once, in order", async () => {
    await using drill = await openDrill(engine);
    const { server } = drill;
    const traffic = await startTraffic(drill);

    const inFlight: number[] = [];
    const bursts: Awaited<ReturnType<typeof traffic.burst>>[] = [];
    for (const count of faultsAt) {
      await drill.whenAcknowledged(count);
      bursts.push(await traffic.burst());
      inFlight.push(drill.inFlight);
      await killDatabase(drill);
      const alive = await fetch(`${server.url}/livez`);
      expect(alive.status).toBe(200);
    }
    await drill.finish(Promise.all([traffic.done, ...bursts.map(({ done }) => done)]));
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    expect(isRunning(server.pid)).toBe(true);

    const { activity, ...verdict } = await drill.judge();
    expect(verdict).toEqual({ valid: true, anomalyCounts: {}, examples: [] });
    expect(await server.exit).toEqual({ code: 0, signal: null });
    for (const count of inFlight) expect(count).toBeGreaterThanOrEqual(1);
    expect(activity.retried + activity.indeterminate).toBeGreaterThanOrEqual(1);
    expect(activity.acknowledged).toBe(
      traffic.messages + bursts.reduce((sum, { messages }) => sum + messages, 0),
    );
    expect(activity.acknowledged).toBeGreaterThanOrEqual(200);
  });
});

/** SIGKILL of the embedded engine; on PostgreSQL the end of every session of this database. */
const killDatabase = async (drill: Drill) => {
  if (drill.testDb === null) process.kill(await drill.databasePid(), "SIGKILL");
  else {
    await drill.testDb.superuser(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    );
  }
};

const isRunning = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
