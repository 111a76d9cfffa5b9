import { Cause, Effect, Fiber, Queue } from "effect";
import { readTenantsBehind } from "#db/reads/tenants-behind.ts";
import type { Services } from "../runtime/services.ts";
import { followReactions, reactionConsumer } from "./follow-reactions.ts";

/** What it needs of the process. */
export type StartReactions = Pick<Services, "db" | "bus" | "log">;

/**
 * Begins to record what people do after decisions: at once when they did it, and once in a while for every
 * tenant whose log has moved on, since a bus may lose what it was told. `stop` resolves when nothing of
 * it runs any more.
 */
export const startReactions = (
  { db, bus, log }: StartReactions,
  { gatherMs = 50, sweepMs = 60_000 }: { gatherMs?: number; sweepMs?: number } = {},
): { stop(): Promise<void> } => {
  const woken = new Set<string>();
  let sweepAt = 0;

  const round = async () => {
    if (performance.now() >= sweepAt) {
      sweepAt = performance.now() + sweepMs;
      const behind = await db.lookup((tx) => readTenantsBehind(tx, reactionConsumer));
      for (const tenantId of behind) woken.add(tenantId);
    }
    for (const tenantId of woken) {
      woken.delete(tenantId);
      await followReactions(db, tenantId).catch((error: unknown) => {
        woken.add(tenantId);
        throw error;
      });
    }
  };

  const follow = Effect.gen(function* () {
    const bell = yield* Queue.sliding<void>(1);
    yield* Effect.acquireRelease(
      Effect.sync(() =>
        bus.subscribe((message) => {
          if (message.type !== "committed" || !message.events.some(isOfTheTeam)) return;
          woken.add(message.tenantId);
          Queue.offerUnsafe(bell, undefined);
        }),
      ),
      (end) => Effect.sync(end),
    );
    let isAway = false;
    for (;;) {
      const failed = yield* Effect.promise(round).pipe(
        Effect.as(false),
        Effect.catchCause((cause) => {
          if (Cause.hasInterrupts(cause)) return Effect.interrupt;
          // Once for each outage, not for each time it is tried again.
          if (!isAway) log.warn({ err: Cause.squash(cause) }, "reactions cannot be recorded now");
          return Effect.succeed(true);
        }),
      );
      isAway = failed;
      yield* Effect.timeoutOption(Queue.take(bell), failed ? retryMs : sweepMs);
      // What people do comes in rows.
      yield* Effect.sleep(gatherMs);
    }
  });

  const fiber = Effect.runFork(Effect.scoped(follow));
  return { stop: () => Effect.runPromise(Fiber.interrupt(fiber)) };
};

/** How long it waits after a failure, in ms. */
const retryMs = 5000;

const isOfTheTeam = ({ actor }: { readonly actor: { readonly kind: string } }): boolean =>
  actor.kind === "member" || actor.kind === "api" || actor.kind === "system";
