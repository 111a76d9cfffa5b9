import { Cause, Effect, Exit, Fiber, FiberMap, Queue } from "effect";
import {
  claimReplyTasks,
  extendLease,
  finishReplyTask,
  releaseReplyTasks,
  type ReplyTask,
} from "#db/writes/reply-tasks.ts";
import { asksForReply, followLog, tenantsBehind } from "./follow-log.ts";
import { makeRunningReplies } from "./running-replies.ts";
import type { ReplyDeps, ReplySettings } from "./reply-settings.ts";
import { type ReplyRun, runReply } from "./run-reply.ts";

/** Most tasks claimed at once. */
const maxClaim = 16;

/** How long a task waits whose conversation is still being answered here: its lease was lost. */
const stillHereMs = 1000;

/**
 * Follows the log and answers what needs an answer, many conversations at once, until it is
 * interrupted. It may die at any moment: the log, the lease and the ids of what it does see to it that
 * another worker finishes, and that every effect happens once.
 */
export const consumeReplies = Effect.fnUntraced(function* (
  deps: ReplyDeps,
  settings: ReplySettings,
) {
  const { db, bus, log } = deps;
  const { worker, leaseMs, pollMs, maxRuns, maxRunsOfTenant, paceMs, startGapMs } = settings;
  const running = makeRunningReplies();
  const fibers = yield* FiberMap.make<string, void>();
  const bell = yield* Queue.sliding<void>(1);
  const ring = () => void Queue.offerUnsafe(bell, undefined);
  const woken = new Set<string>();
  let sweepAt = 0;

  yield* Effect.acquireRelease(
    Effect.sync(() => [
      bus.subscribe((message) => {
        running.hear(message);
        if (message.type !== "committed" || !message.events.some(asksForReply)) return;
        woken.add(message.tenantId);
        ring();
      }),
      bus.onResync(() => {
        sweepAt = 0;
        ring();
      }),
    ]),
    (endings) => Effect.sync(() => endings.forEach((end) => end())),
  );

  /** Goes through the logs of the tenants we heard of, and of all that are behind when it is time. */
  const follow = async () => {
    const tenants = new Set(woken);
    woken.clear();
    if (performance.now() >= sweepAt) {
      sweepAt = performance.now() + pollMs;
      for (const tenantId of await tenantsBehind(db)) tenants.add(tenantId);
    }
    for (const tenantId of tenants) await followLog(db, tenantId);
  };

  const release = (task: ReplyTask, waitMs: number, countsAsAttempt: boolean) =>
    db.tenant(task.tenantId, (tx) =>
      releaseReplyTasks(tx, worker, [task.conversationId], { waitMs, countsAsAttempt }),
    );

  const turnAway = async (tasks: readonly ReplyTask[], waitMs: number) => {
    for (const [tenantId, own] of Map.groupBy(tasks, (task) => task.tenantId)) {
      const ids = own.map(({ conversationId }) => conversationId);
      const wait = { waitMs, countsAsAttempt: false };
      await db.tenant(tenantId, (tx) => releaseReplyTasks(tx, worker, ids, wait));
    }
  };

  /** Holds the lease while the reply goes on; a lost one ends it, since another worker has begun. */
  const holdLease = (task: ReplyTask) =>
    Effect.promise(() =>
      db
        .tenant(task.tenantId, (tx) => extendLease(tx, worker, task.conversationId, leaseMs))
        .catch(() => true),
    ).pipe(
      Effect.delay(leaseMs / 3),
      Effect.tap((isHeld) => (isHeld ? Effect.void : Effect.sync(() => running.lose(task)))),
      Effect.forever,
    );

  const handle = Effect.fnUntraced(function* (task: ReplyTask, run: ReplyRun) {
    yield* Effect.forkChild(holdLease(task));
    const exit = yield* Effect.exit(runReply(deps, task, run, paceMs));
    if (Exit.isSuccess(exit)) {
      const { end, outcome } = exit.value;
      if (end === "again") yield* Effect.promise(() => release(task, 0, true));
      else if (end === "afresh") yield* Effect.promise(() => release(task, 0, false));
      else if (outcome === null) {
        yield* Effect.promise(() =>
          db.tenant(task.tenantId, (tx) =>
            finishReplyTask(tx, task.conversationId, task.triggerSeq),
          ),
        );
      }
      return;
    }
    const { tenantId, conversationId } = task;
    const err = Cause.squash(exit.cause);
    log.error({ err, tenantId, conversationId, attempts: task.attempts }, "a reply failed");
    const waitMs = Math.min(30_000, 500 * 2 ** task.attempts);
    yield* Effect.promise(() => release(task, waitMs, true));
  });

  const start = (task: ReplyTask) => {
    const run = running.add(task);
    const { tenantId, conversationId } = task;
    const given = handle(task, run).pipe(
      // On shutdown the task is free at once for another worker.
      Effect.onInterrupt(() => Effect.promise(() => release(task, 0, false).catch(() => {}))),
      Effect.catchCause((cause) =>
        Effect.sync(() => {
          if (Cause.hasInterruptsOnly(cause)) return;
          // The database is away: the lease runs out by itself.
          log.warn({ err: Cause.squash(cause), tenantId, conversationId }, "a reply was let go");
        }),
      ),
      Effect.ensuring(
        Effect.sync(() => {
          running.remove(task);
          ring();
        }),
      ),
    );
    return FiberMap.run(fibers, conversationId, given);
  };

  /**
   * Claims as many tasks as there is room for, and answers whether there may be more. Where beginnings are spaced it
   * claims one, and returns when that reply has ended, which a rule's does at once, or the pause is over. A workspace
   * that is full is asked for again when one of its replies has ended.
   */
  const claim = Effect.fnUntraced(function* () {
    const limit = Math.min(startGapMs > 0 ? 1 : maxClaim, maxRuns - running.size);
    if (limit <= 0) return false;
    const wanted = { limit, leaseMs, fullTenants: running.fullTenants(maxRunsOfTenant) };
    const tasks = yield* Effect.promise(() =>
      db.lookup((tx) => claimReplyTasks(tx, worker, wanted)),
    );
    const noRoom: ReplyTask[] = [];
    const stillHere: ReplyTask[] = [];
    const begun: Fiber.Fiber<void>[] = [];
    for (const task of tasks) {
      if (running.has(task)) stillHere.push(task);
      else if (running.sizeOf(task.tenantId) >= maxRunsOfTenant) noRoom.push(task);
      else begun.push(yield* start(task));
    }
    yield* Effect.promise(() => turnAway(noRoom, 0));
    yield* Effect.promise(() => turnAway(stillHere, stillHereMs));
    if (startGapMs > 0) yield* Effect.timeoutOption(Fiber.awaitAll(begun), startGapMs);
    return tasks.length === limit;
  });

  let isAway = false;
  for (;;) {
    const more = yield* Effect.promise(follow).pipe(
      Effect.andThen(claim()),
      Effect.tap(() => Effect.sync(() => (isAway = false))),
      Effect.catchCause((cause) => {
        if (Cause.hasInterrupts(cause)) return Effect.interrupt;
        // Once for each outage, not for each time it is tried again.
        if (!isAway) log.warn({ err: Cause.squash(cause) }, "the log cannot be followed now");
        isAway = true;
        sweepAt = 0;
        return Effect.succeed(false);
      }),
    );
    if (!more) yield* Effect.timeoutOption(Queue.take(bell), pollMs);
  }
});
