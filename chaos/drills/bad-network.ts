import { Effect } from "effect";
import type { Toxic } from "../faults/toxic.ts";
import { atMost } from "../runner/bar.ts";
import { defineDrill } from "../runner/define-drill.ts";
import type { DrillRun } from "../runner/drill-run.ts";
import { ackTimesMs, percentile } from "../runner/timings.ts";

/** Half of it on the way there, half on the way back: 200 ± 100 ms for a round trip. */
const latency: Toxic = { type: "latency", latencyMs: 100, jitterMs: 50 };
const roundTripMs = 200;
/** 256 kbit/s for each client. */
const bandwidth: Toxic = { type: "bandwidth", bytesPerSecond: 32_000 };
const slicer: Toxic = { type: "slicer", bytes: 400, delayMs: 1 };

/**
 * R11: the clients' links are slow, uneven and narrow. The proxy carries TCP, so single packets are not
 * lost: what a loss does to TCP, a pause and then all at once, is what its jitter and slices do.
 */
export const badNetwork = defineDrill({
  id: "R11",
  title: "Clients have links of 200 ms, uneven, and 256 kbit/s",
  // At the usual pace what an operator of six lively conversations receives fills 256 kbit/s by itself.
  pace: { shortestMs: 800, longestMs: 1_600 },
  inject: (run) =>
    Effect.gen(function* () {
      const base = yield* timed(run, 5_000);
      run.note("base", percentile(ackTimesMs(run.recording.history, base), 0.95));
      for (const toxics of [[latency], [latency, bandwidth], [latency, bandwidth, slicer]]) {
        yield* run.fault(toxics.map(({ type }) => type).join(", "), () => add(run, toxics));
        yield* run.calm(500, 1_000);
        const bad = yield* timed(run, 7_000);
        run.note("bad", percentile(ackTimesMs(run.recording.history, bad), 0.95));
        const cutMs = performance.now();
        yield* run.step("cut and heal", async () => {
          // Who was under way is thrown out, so that retries are a part of it.
          run.world.front.cut();
          run.world.front.heal();
        });
        // Else what they fetch after it would stand before the first messages over the next bad link.
        yield* run.measure("everybody has noticed and is back", () => isBack(run, cutMs), 30_000);
        yield* run.measureCatchUp("everybody has caught up");
      }
    }),
  bars: (run) => [
    atMost(run.worst("base") + 2 * roundTripMs, {
      name: "95 % of the acknowledgements, against without the fault and two round trips",
      value: run.worst("bad"),
      unit: "ms",
    }),
  ],
});

const isBack = ({ crowd }: DrillRun, cutMs: number): boolean =>
  crowd.clients.every(
    ({ isOnline, outages }) => isOnline && (outages.at(-1)?.fromMs ?? 0) >= cutMs,
  );

const add = async ({ world }: DrillRun, toxics: readonly Toxic[]): Promise<void> => {
  for (const toxic of toxics)
    for (const direction of ["upstream", "downstream"] as const) world.front.add(toxic, direction);
};

/** Lets the traffic run on, and answers when that was. */
const timed = (run: DrillRun, ms: number) =>
  Effect.gen(function* () {
    const fromMs = performance.now();
    yield* run.calm(ms, ms + 1);
    return { fromMs, toMs: performance.now() };
  });
