import { Effect } from "effect";
import { atMost } from "../runner/bar.ts";
import { defineDrill } from "../runner/define-drill.ts";
import { memoryGrowthMb, noteMemory } from "../runner/memory-growth.ts";

const drained = "outboxes are empty after PostgreSQL is back";

/** Outages by length: one long, two short. Milliseconds. */
const outagesMs = [30_000, 5_000, 5_000];

/** R6: PostgreSQL stops at once, without a word, and stays away. */
export const databaseAway = defineDrill({
  id: "R6",
  title: "PostgreSQL is away for half a minute",
  inject: (run) =>
    Effect.gen(function* () {
      const { postgres } = run.world.fleet;
      for (const outageMs of outagesMs) {
        yield* run.calm(1_000, 2_000);
        yield* run.step("memory before", () => noteMemory(run, "before"));
        yield* run.fault("immediate stop of PostgreSQL", () => postgres.stopAtOnce());
        yield* run.calm(outageMs, outageMs + 1);
        yield* run.step("memory after", () => noteMemory(run, "after"));
        yield* run.step("start PostgreSQL", () => postgres.start());
        const waiting = run.crowd.pendingNow();
        yield* run.measure(drained, () => waiting.every((isSent) => isSent()), 60_000);
      }
    }),
  bars: (run) => [
    atMost(10_000, { name: drained, value: run.worst(drained), unit: "ms" }),
    atMost(100, {
      name: "growth of a gateway's memory",
      value: memoryGrowthMb(run),
      unit: "MB",
    }),
  ],
});
