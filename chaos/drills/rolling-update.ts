import { Effect } from "effect";
import { atLeast, atMost } from "../runner/bar.ts";
import { defineDrill } from "../runner/define-drill.ts";
import type { DrillRun } from "../runner/drill-run.ts";
import { withThrong } from "../runner/throng.ts";
import { longestGapMs } from "../runner/timings.ts";

const stopping = "longest way down of a process";
const badExits = "processes that did not end with 0";
const serverErrors = "pages answered with 5xx";
const offered = "messages that were due a second";

/** R18: every process behind nginx but the console is replaced, one after the other, at five times the nominal load. */
export const rollingUpdate = defineDrill({
  id: "R18",
  title: "A rolling update at five times the nominal load",
  disturbs: "delivery",
  inject: (run) =>
    withThrong(run, { times: 5, urls: [run.world.fleet.origin] }, ({ ledger: { messages } }) =>
      Effect.gen(function* () {
        const fromMs = performance.now();
        const before = messages.size;
        yield* replaceAll(run);
        const seconds = (performance.now() - fromMs) / 1_000;
        run.note(offered, (messages.size - before) / seconds);
      }),
    ),
  during: (run) => {
    run.note(serverErrors, 0);
    return Effect.forever(
      Effect.andThen(
        Effect.promise(async () => {
          const { status } = await fetch(`${run.world.fleet.origin}/sign-in`);
          if (status >= 500) run.note(serverErrors, 1);
        }),
        run.calm(200, 300),
      ),
    );
  },
  bars: (run) => [
    atMost(1_000, {
      name: "longest time without any acknowledgement",
      value: longestGapMs(run.recording.history, run.traffic),
      unit: "ms",
    }),
    atMost(30_000, { name: stopping, value: run.worst(stopping), unit: "ms" }),
    atMost(0, { name: badExits, value: run.worst(badExits), unit: "" }),
    atMost(0, { name: serverErrors, value: run.worst(serverErrors), unit: "" }),
    // A thousand, beside the crowd's; who offers less has drilled something else.
    atLeast(950, { name: offered, value: run.worst(offered), unit: "" }),
  ],
});

const replaceAll = (run: DrillRun) =>
  Effect.gen(function* () {
    const { nodes, engine } = run.world.fleet;
    run.note(badExits, 0);
    for (const process of [...nodes, engine]) {
      yield* run.calm(2_000, 3_000);
      yield* run.fault(`SIGTERM ${process.name}`, async () => {
        const beganMs = performance.now();
        const { code } = await process.stop();
        run.note(stopping, performance.now() - beganMs);
        run.note(badExits, code === 0 ? 0 : 1);
      });
      yield* run.step(`start ${process.name}`, () => process.start());
    }
  });
