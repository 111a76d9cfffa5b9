import { Cause, Effect, Fiber, Queue } from "effect";
import { readTenantsBehind } from "#db/reads/tenants-behind.ts";
import type { BusMessage } from "../../runtime/event-bus.ts";
import type { Services } from "../../runtime/services.ts";
import { guardAcceptance } from "../../modes/guard-acceptance.ts";
import { followEdits } from "../../policy-suggestions/follow-edits.ts";
import { learnSendLine, lineConsumer } from "./learn-send-line.ts";

/** What learning needs of the process. */
export type StartLearning = Pick<Services, "db" | "bus" | "log">;

/** The part of the process that moves send lines and suggests changes of pages. `stop` resolves when nothing of it runs any more. */
export type Learning = { stop(): Promise<void> };

/**
 * Begins to learn send lines from what people do: soon after they did it, and once in a while for every tenant
 * whose log has moved on, since a bus may lose what it was told.
 */
export const startLearning = (
  services: StartLearning,
  { gatherMs = 5000, sweepMs = 60_000 }: { gatherMs?: number; sweepMs?: number } = {},
): Learning => {
  const { db, bus, log } = services;
  const woken = new Set<string>();
  const edits = followEdits(services);
  let sweepAt = 0;

  const round = async () => {
    if (performance.now() >= sweepAt) {
      sweepAt = performance.now() + sweepMs;
      const behind = await db.lookup((tx) => readTenantsBehind(tx, lineConsumer));
      for (const tenantId of behind) woken.add(tenantId);
    }
    for (const tenantId of woken) {
      edits.note(tenantId);
      // First: a tenant counts as looked through only once its line is learnt.
      await guardAcceptance(services, tenantId);
      await learnSendLine(services, tenantId);
      woken.delete(tenantId);
    }
    await edits.round();
  };

  const learn = Effect.gen(function* () {
    const bell = yield* Queue.sliding<void>(1);
    yield* Effect.acquireRelease(
      Effect.sync(() =>
        bus.subscribe((message) => {
          if (message.type !== "committed" || !mayJudge(message)) return;
          woken.add(message.tenantId);
          Queue.offerUnsafe(bell, undefined);
        }),
      ),
      (end) => Effect.sync(end),
    );
    let isAway = false;
    for (;;) {
      yield* Effect.promise(round).pipe(
        Effect.tap(() => Effect.sync(() => (isAway = false))),
        Effect.catchCause((cause) => {
          if (Cause.hasInterrupts(cause)) return Effect.interrupt;
          // Once for each outage, not for each time it is tried again.
          if (!isAway) log.warn({ err: Cause.squash(cause) }, "send lines cannot be learnt now");
          isAway = true;
          return Effect.void;
        }),
      );
      yield* Effect.timeoutOption(Queue.take(bell), sweepMs);
      // Judgements come in rows, and with 100,000 answers the evidence costs 40 ms.
      yield* Effect.sleep(gatherMs);
    }
  });

  const fiber = Effect.runFork(Effect.scoped(learn));
  return { stop: () => Effect.runPromise(Fiber.interrupt(fiber)) };
};

/** Whether a person did something in a conversation, or something happened to the workspace itself. */
const mayJudge = ({ conversationId, events }: Extract<BusMessage, { type: "committed" }>) =>
  conversationId === null ||
  events.some(({ actor }) => actor.kind !== "visitor" && actor.kind !== "ai");
