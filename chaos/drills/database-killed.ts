import { Effect } from "effect";
import { atMost } from "../runner/bar.ts";
import { defineDrill } from "../runner/define-drill.ts";

const told = "/readyz says 503 after the loss";
const serving = "serving after PostgreSQL is back";

/** R5: SIGKILL of every process of PostgreSQL at once. */
export const databaseKilled = defineDrill({
  id: "R5",
  title: "PostgreSQL is killed",
  inject: (run) =>
    Effect.gen(function* () {
      const { postgres, nodes } = run.world.fleet;
      for (let turn = 0; turn < 3; turn += 1) {
        yield* run.calm(1_500, 3_500);
        yield* run.fault("SIGKILL PostgreSQL", () => postgres.kill());
        yield* run.measure(
          told,
          async () =>
            (await Promise.all(nodes.map((node) => node.readyz()))).every((s) => s === 503),
          5_000,
        );
        yield* run.step("start PostgreSQL", () => postgres.start());
        yield* run.measureServing(serving);
      }
    }),
  bars: (run) => [
    atMost(1_000, { name: told, value: run.worst(told), unit: "ms" }),
    atMost(2_000, { name: serving, value: run.worst(serving), unit: "ms" }),
  ],
});
