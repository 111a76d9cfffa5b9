import { Effect } from "effect";
import { atMost } from "../runner/bar.ts";
import { defineDrill } from "../runner/define-drill.ts";

const caughtUp = "everybody has caught up after the partition";

/** R9: one gateway cannot reach Redis: its packets vanish. The database goes on. */
export const redisPartition = defineDrill({
  id: "R9",
  title: "A gateway is cut off from Redis",
  disturbs: "delivery",
  inject: (run) =>
    Effect.gen(function* () {
      for (let turn = 0; turn < 3; turn += 1) {
        yield* run.calm(1_000, 2_500);
        const node = run.anyNode();
        const { redis } = run.world.linksOf(node.name);
        yield* run.fault(`drop ${node.name} and Redis`, async () => redis.hold());
        yield* run.calm(5_000, 12_000);
        yield* run.step(`heal ${node.name} and Redis`, async () => redis.heal());
        yield* run.measureCatchUp(caughtUp);
      }
    }),
  bars: (run) => [atMost(5_000, { name: caughtUp, value: run.worst(caughtUp), unit: "ms" })],
});
