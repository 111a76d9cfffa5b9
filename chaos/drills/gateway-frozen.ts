import { Effect } from "effect";
import { atMost } from "../runner/bar.ts";
import { defineDrill } from "../runner/define-drill.ts";
import { longestGapMs } from "../runner/timings.ts";

const left = "clients have left the frozen gateway";
const frozenMs = 10_000;
/**
 * Who was cut off is more patient for a minute (RT31): each freeze is to be met afresh. That minute
 * began when the last one left, 3 s into the freeze or earlier.
 */
const calmMs = 60_000 - (frozenMs - 3_000) + 500;

/** R2: a gateway stands still for ten seconds while its connections stay: nobody tells its clients. */
export const gatewayFrozen = defineDrill({
  id: "R2",
  title: "A gateway freezes for ten seconds",
  inject: (run) =>
    Effect.gen(function* () {
      const { nodes } = run.world.fleet;
      const first = nodes.indexOf(run.anyNode());
      for (let turn = 0; turn < 3; turn += 1) {
        if (turn > 0) yield* run.calm(calmMs, calmMs + 1);
        yield* run.calm(1_000, 3_000);
        // One after the other: whoever left a frozen gateway is on the next one.
        const node = nodes[(first + turn) % nodes.length] ?? run.anyNode();
        yield* run.fault(`SIGSTOP ${node.name}`, async () => node.freeze());
        yield* run.calm(frozenMs, frozenMs + 1);
        yield* run.step(`SIGCONT ${node.name}`, async () => node.wake());
        yield* run.measureCatchUp("everybody has caught up");
      }
    }),
  verify: (run) =>
    run.step("when clients noticed", async () => {
      for (const { name, atMs } of run.faults) {
        const outages = run.crowd.clients.flatMap(({ outages: own }) => own);
        const noticed = outages.filter(({ fromMs }) => fromMs > atMs && fromMs < atMs + frozenMs);
        if (noticed.length === 0) throw new Error(`${name}: no client was on that gateway`);
        for (const { fromMs } of noticed) run.note(left, fromMs - atMs);
        for (const { fromMs, toMs } of noticed) run.note("away", (toMs ?? Infinity) - fromMs);
      }
    }),
  bars: (run) => [
    atMost(3_000, {
      name: "longest time without any acknowledgement",
      value: longestGapMs(run.recording.history, run.traffic),
      unit: "ms",
    }),
    atMost(3_000, { name: left, value: run.worst(left), unit: "ms" }),
    atMost(5_000, { name: "longest way to another gateway", value: run.worst("away"), unit: "ms" }),
  ],
});
