import { Effect } from "effect";
import { atMost } from "../runner/bar.ts";
import { defineDrill } from "../runner/define-drill.ts";
import { longestGapMs } from "../runner/timings.ts";

/** R7: an administrator ends every session of the database, ten times. */
export const sessionsTerminated = defineDrill({
  id: "R7",
  title: "Every database session is terminated, ten times",
  inject: (run) =>
    Effect.gen(function* () {
      const { postgres } = run.world.fleet;
      for (let turn = 0; turn < 10; turn += 1) {
        yield* run.calm(400, 1_500);
        yield* run.fault("pg_terminate_backend", () =>
          postgres.superuser(
            "select count(pg_terminate_backend(pid))::int as ended from pg_stat_activity where usename like 'xin_%'",
          ),
        );
      }
    }),
  bars: ({ recording, traffic }) => [
    atMost(1_000, {
      name: "longest time without any acknowledgement",
      value: longestGapMs(recording.history, traffic),
      unit: "ms",
    }),
  ],
});
