import { Effect } from "effect";
import { atMost } from "../runner/bar.ts";
import { defineDrill } from "../runner/define-drill.ts";

const serving = "serving after the partition";

/** R10: one gateway cannot reach PostgreSQL: first its packets vanish, then its connections are reset. */
export const databasePartition = defineDrill({
  id: "R10",
  title: "A gateway is cut off from PostgreSQL",
  inject: (run) =>
    Effect.gen(function* () {
      for (let turn = 0; turn < 2; turn += 1) {
        const node = run.anyNode();
        const { postgres } = run.world.linksOf(node.name);
        yield* run.calm(1_000, 2_500);
        yield* run.fault(`drop ${node.name} and PostgreSQL`, async () => postgres.hold());
        yield* run.calm(6_000, 10_000);
        yield* run.step("heal", async () => postgres.heal());
        yield* run.measureServing(serving);
        yield* run.calm(1_000, 2_500);
        yield* run.fault(`reset ${node.name} and PostgreSQL`, async () => postgres.cut());
        yield* run.calm(2_000, 5_000);
        yield* run.step("heal", async () => postgres.heal());
        yield* run.measureServing(serving);
      }
    }),
  bars: (run) => [
    atMost(0, {
      name: "messages without an answer within 5 s",
      value: run.crowd.clients.reduce((sum, { unanswered }) => sum + unanswered, 0),
      unit: "",
    }),
    atMost(2_000, { name: serving, value: run.worst(serving), unit: "ms" }),
  ],
});
