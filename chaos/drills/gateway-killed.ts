import { Effect } from "effect";
import { atMost } from "../runner/bar.ts";
import { defineDrill } from "../runner/define-drill.ts";
import { longestGapMs, longestOutageMs } from "../runner/timings.ts";

/** R1: SIGKILL of a gateway under traffic, then a fresh one in its place. */
export const gatewayKilled = defineDrill({
  id: "R1",
  title: "A gateway is killed",
  inject: (run) =>
    Effect.gen(function* () {
      for (let turn = 0; turn < 3; turn += 1) {
        yield* run.calm(1_000, 3_000);
        const node = run.anyNode();
        yield* run.fault(`SIGKILL ${node.name}`, () => node.kill());
        yield* run.calm(200, 1_500);
        yield* run.step(`start ${node.name}`, () => node.start());
      }
    }),
  bars: ({ recording, crowd, traffic }) => [
    atMost(2_000, {
      name: "longest time without any acknowledgement",
      value: longestGapMs(recording.history, traffic),
      unit: "ms",
    }),
    atMost(5_000, {
      name: "longest time a client was away",
      value: longestOutageMs(crowd.clients),
      unit: "ms",
    }),
  ],
});
