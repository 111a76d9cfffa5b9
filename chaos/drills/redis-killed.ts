import { Effect } from "effect";
import { atLeast, atMost } from "../runner/bar.ts";
import { defineDrill } from "../runner/define-drill.ts";
import type { DrillRun } from "../runner/drill-run.ts";
import { type Throng, withThrong } from "../runner/throng.ts";
import type { Stretch } from "../runner/timings.ts";

const presence = "everybody sees everybody after Redis is back";
const caughtUp = "everybody has caught up after Redis is back";
const lateHere =
  "messages not on a screen of the same node 2 s after they were stored, without Redis";
const sentHere = "messages for a screen of the same node, without Redis";
const waited = "messages that waited for Redis on their way to the other node";

const awayMs = 60_000;
/** What takes longer from its acknowledgement is not delivered live: a heartbeat has told of it. */
const liveMs = 2_000;

/**
 * R8: Redis is killed, stays away for a minute of the nominal load, and comes back empty; then it is
 * killed for seconds, and forgets everything while it runs.
 */
export const redisKilled = defineDrill({
  id: "R8",
  title: "Redis is away for a minute, and comes back empty",
  disturbs: "delivery",
  inject: (run) =>
    Effect.gen(function* () {
      const { redis, nodes } = run.world.fleet;
      const urls = nodes.map(({ url }) => url);
      yield* withThrong(run, { times: 1, urls }, (throng) =>
        Effect.gen(function* () {
          yield* run.calm(4_000, 6_000);
          yield* run.fault("SIGKILL Redis", () => redis.kill());
          const fromMs = performance.now();
          yield* run.calm(awayMs, awayMs + 1);
          const toMs = performance.now();
          yield* run.step("start Redis, empty", () => redis.start());
          yield* whole(run, throng);
          noteMinute(run, throng, { fromMs, toMs });
        }),
      );
      yield* run.fault("FLUSHALL", () => redis.forgetAll());
      yield* whole(run);
      yield* run.calm(1_000, 3_000);
      yield* run.fault("SIGKILL Redis", () => redis.kill());
      yield* run.calm(2_000, 6_000);
      yield* run.step("start Redis, empty", () => redis.start());
      yield* whole(run);
    }),
  bars: (run) => [
    atMost(5_000, { name: presence, value: run.worst(presence), unit: "ms" }),
    atMost(5_000, { name: caughtUp, value: run.worst(caughtUp), unit: "ms" }),
    atMost(0, { name: lateHere, value: run.worst(lateHere), unit: "" }),
    // Without both of these the minute has shown nothing.
    atLeast(1_000, { name: sentHere, value: run.worst(sentHere), unit: "" }),
    atLeast(1, { name: waited, value: run.worst(waited), unit: "" }),
  ],
});

/** Both at once: each takes the time since Redis was back. */
const whole = (run: DrillRun, throng?: Throng) =>
  Effect.all(
    [
      run.measure(presence, () => run.crowd.seesEverybody(), 30_000),
      run.measureCatchUp(caughtUp, throng),
    ],
    { concurrency: "unbounded", discard: true },
  );

/** Who sat on which node, and what became of the words between them while Redis was away. */
const noteMinute = (
  run: DrillRun,
  { visitors, operators, ledger }: Throng,
  { fromMs, toMs }: Stretch,
): void => {
  const readAt = new Map(operators.flatMap(({ followed, url }) => followed.map((id) => [id, url])));
  const writtenAt = new Map(visitors.map(({ conversationId, url }) => [conversationId, url]));
  const sent = [...ledger.messages.values()].filter(
    ({ dueMs }) => dueMs >= fromMs && dueMs < toMs - liveMs,
  );
  const isLate = ({ ackedMs, deliveredMs }: (typeof sent)[number]) =>
    ackedMs === null || (deliveredMs ?? Infinity) - ackedMs > liveMs;
  // What is not acknowledged belongs to nobody's node: it counts as late here.
  const isHere = ({ conversationId }: (typeof sent)[number]) =>
    conversationId === null || readAt.get(conversationId) === writtenAt.get(conversationId);
  const here = sent.filter(isHere);
  run.note(sentHere, here.length);
  run.note(lateHere, here.filter(isLate).length);
  run.note(waited, sent.filter((message) => !isHere(message) && isLate(message)).length);
};
