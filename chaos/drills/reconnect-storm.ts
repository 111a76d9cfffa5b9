import { Effect } from "effect";
import { atMost } from "../runner/bar.ts";
import { defineDrill } from "../runner/define-drill.ts";
import type { DrillRun } from "../runner/drill-run.ts";
import { percentile } from "../runner/timings.ts";
import { type IdleVisitor, openIdleVisitors } from "./idle-visitors.ts";

/** Five times the 1,000 connections of the nominal load. */
const sockets = 5_000;
/** Everybody must be back by then, or counts as never. */
const patienceMs = 60_000;
const most = "95 % of the clients are back";
const last = "all clients are back";
const peak = "busiest second of coming back, against the average";

/** R17: a gateway dies, and the network cuts everybody else at the same moment. */
export const reconnectStorm = defineDrill({
  id: "R17",
  title: "Everybody is cut off at once",
  inject: (run) =>
    Effect.gen(function* () {
      const many = Math.round(sockets * run.scale);
      const idle = yield* run.step(`${many} visitors connect`, () =>
        openIdleVisitors({ url: run.world.fleet.origin, tenants: run.world.tenants }, many),
      );
      yield* Effect.ensuring(
        storms(run, idle),
        Effect.sync(() => idle.forEach(({ close }) => close())),
      );
    }),
  bars: (run) => [
    atMost(10_000, { name: most, value: run.worst(most), unit: "ms" }),
    atMost(30_000, { name: last, value: run.worst(last), unit: "ms" }),
    atMost(3, { name: peak, value: run.worst(peak), unit: "" }),
  ],
});

const storms = (run: DrillRun, idle: readonly IdleVisitor[]) =>
  Effect.gen(function* () {
    const { clients } = run.crowd;
    for (let turn = 0; turn < 3; turn += 1) {
      yield* run.calm(2_000, 4_000);
      const node = run.anyNode();
      const cutMs = performance.now();
      yield* run.fault(`SIGKILL ${node.name}, and all links cut`, async () => {
        const killed = node.kill();
        for (const { cut } of [...idle, ...clients]) cut();
        await killed;
      });
      yield* run.step(`start ${node.name}`, () => node.start());
      yield* run.measure(
        "everybody is online",
        () =>
          idle.every(({ inSinceMs }) => inSinceMs !== null) &&
          clients.every(({ isOnline }) => isOnline),
        patienceMs,
      );
      const backMs = [
        ...idle.map(({ inSinceMs }) => (inSinceMs ?? Infinity) - cutMs),
        ...clients.map(({ outages }) => (outages.at(-1)?.toMs ?? Infinity) - cutMs),
      ];
      run.note(most, percentile(backMs, 0.95));
      run.note(last, Math.max(...backMs));
      run.note(peak, peakOverAverage(backMs));
    }
  });

/** How many came back in the busiest second, for each that did so on average in the seconds it took. */
const peakOverAverage = (backMs: readonly number[]): number => {
  const seconds = Math.ceil(Math.max(...backMs) / 1_000);
  const perSecond = Map.groupBy(backMs, (ms) => Math.floor(ms / 1_000));
  const busiest = Math.max(...[...perSecond.values()].map(({ length }) => length));
  return busiest / (backMs.length / seconds);
};
