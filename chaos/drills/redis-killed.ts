import { Effect } from "effect";
import { atMost } from "../runner/bar.ts";
import { defineDrill } from "../runner/define-drill.ts";
import type { DrillRun } from "../runner/drill-run.ts";

const presence = "everybody sees everybody after Redis is back";
const caughtUp = "everybody has caught up after Redis is back";

/** R8: Redis is killed and comes back empty, or forgets everything while it runs. */
export const redisKilled = defineDrill({
  id: "R8",
  title: "Redis is killed, and comes back empty",
  disturbs: "delivery",
  inject: (run) =>
    Effect.gen(function* () {
      const { redis } = run.world.fleet;
      for (let turn = 0; turn < 3; turn += 1) {
        yield* run.calm(1_000, 3_000);
        yield* run.fault("SIGKILL Redis", () => redis.kill());
        yield* run.calm(2_000, 6_000);
        yield* run.step("start Redis, empty", () => redis.start());
        yield* whole(run);
        yield* run.calm(500, 1_500);
        yield* run.fault("FLUSHALL", () => redis.forgetAll());
        yield* whole(run);
      }
    }),
  bars: (run) => [
    atMost(5_000, { name: presence, value: run.worst(presence), unit: "ms" }),
    atMost(5_000, { name: caughtUp, value: run.worst(caughtUp), unit: "ms" }),
  ],
});

/** Both at once: each takes the time since Redis was back. */
const whole = (run: DrillRun) =>
  Effect.all(
    [run.measure(presence, () => run.crowd.seesEverybody(), 30_000), run.measureCatchUp(caughtUp)],
    { concurrency: "unbounded", discard: true },
  );
