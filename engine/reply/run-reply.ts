import { Cause, Deferred, Effect, Exit } from "effect";
import type { ReplyTask } from "#db/writes/reply-tasks.ts";
import { carryOut, endOf } from "./carry-out.ts";
import { concludeReply, isWrittenInPublic, supersededPlan } from "./conclude-reply.ts";
import { findPassages, type Found } from "./find-passages.ts";
import { readReplyMaterial, type ReplyMaterial } from "./reply-material.ts";
import type { ReplyPlan } from "./reply-plan.ts";
import type { ReplyDeps } from "./reply-settings.ts";
import { handOverPlan, ruledReply } from "./ruled-reply.ts";
import { makeTypist, type Typist } from "./typist.ts";
import { type Draft, emptyDraft, writeAnswer, type WritingEnd } from "./write-answer.ts";
import type { Policy } from "../policy/policy.ts";

/** Why a reply must end: custody changed, somebody stopped it, or the visitor wrote more. */
export type StopReason = "superseded" | "stopped" | "newer";

/** One reply under way. `stop` ends it; `hasShown` tells whether anybody has read a word of it. */
export type ReplyRun = {
  readonly stop: Deferred.Deferred<StopReason>;
  /** The epoch it works under; 0 before it is known. */
  epoch: number;
  /** The newest epoch anybody spoke of since it began. */
  latestEpoch: number;
  hasShown(): boolean;
};

/**
 * Answers one message: policy, search, model, guards, confidence, and then one effect. `done` when the
 * message is dealt with (or there was nothing to do), `again` when the visitor wrote more before a word
 * was shown. Rejects when the database is away.
 */
export const runReply = Effect.fn("reply.run")(function* (
  deps: ReplyDeps,
  task: ReplyTask,
  run: ReplyRun,
  paceMs: number,
) {
  const startedAt = performance.now();
  const material = yield* Effect.promise(() =>
    deps.db.tenant(task.tenantId, (tx) => readReplyMaterial(tx, task)),
  );
  if (material === null) return { end: "done", outcome: null } as const;
  if (run.latestEpoch > material.epoch) return { end: "again", outcome: null } as const;
  run.epoch = material.epoch;

  const ruled = ruledReply(material);
  const { policy } = material;
  if (ruled !== null || policy === null) {
    const plan = yield* carryOut(
      deps,
      material,
      ruled ?? handOverPlan(material, "off", null),
      startedAt,
    );
    return { end: "done", outcome: plan.outcome } as const;
  }
  const plan = yield* answer(deps, { ...material, policy }, run, paceMs, startedAt);
  return plan === null
    ? ({ end: "again", outcome: null } as const)
    : ({ end: "done", outcome: plan.outcome } as const);
});

type Answerable = ReplyMaterial & { readonly policy: Policy };

const answer = Effect.fnUntraced(function* (
  deps: ReplyDeps,
  material: Answerable,
  run: ReplyRun,
  paceMs: number,
  startedAt: number,
) {
  const search = yield* Effect.exit(findPassages(material));
  if (Exit.isFailure(search)) {
    const error = Cause.squash(search.cause);
    deps.log.warn({ err: error, tenantId: material.tenantId }, "searching for a reply failed");
    return yield* carryOut(
      deps,
      material,
      handOverPlan(material, "failed", "search_failed"),
      startedAt,
    );
  }
  const found = search.value;
  const isPublic = isWrittenInPublic(material, found);
  const { tenantId, decisionId, epoch, row } = material;
  const typist = makeTypist(deps.bus, {
    tenantId,
    conversationId: row.id,
    decisionId,
    epoch,
    audience: isPublic ? "public" : "team",
  });
  run.hasShown = () => typist.hasShown;
  // Nobody reads along where the answer goes to the team as a whole.
  const pace = isPublic ? paceMs : Math.min(paceMs, 10);
  let ended: ReplyPlan | null = null;
  return yield* write(deps, material, found, typist, run, pace).pipe(
    Effect.flatMap((plan) =>
      plan === null ? Effect.succeed(null) : carryOut(deps, material, plan, startedAt),
    ),
    Effect.tap((plan) => Effect.sync(() => (ended = plan))),
    Effect.ensuring(Effect.sync(() => typist.end(ended === null ? "stopped" : endOf(ended)))),
  );
});

/** Writes until the answer is there and shown, or until it is stopped; null to begin anew. */
const write = Effect.fnUntraced(function* (
  { models }: ReplyDeps,
  material: Answerable,
  found: Found,
  typist: Typist,
  run: ReplyRun,
  paceMs: number,
) {
  const draft: Draft = emptyDraft();
  const writingAt = performance.now();
  const writing = Effect.gen(function* () {
    const end: WritingEnd =
      found.passages.length === 0
        ? { kind: "gave-up" }
        : yield* writeAnswer(material, found, {
            draft,
            typist,
            paceMs,
            ...models.ofReply(material),
          });
    const modelMs = performance.now() - writingAt;
    yield* Effect.promise(() => typist.done());
    return concludeReply(material, found, draft, end, modelMs);
  });
  const stopped = Deferred.await(run.stop).pipe(
    Effect.map((why): ReplyPlan | null => {
      if (why === "newer" || (why === "superseded" && draft.written === "")) return null;
      return supersededPlan(material, found, draft, why, performance.now() - writingAt);
    }),
  );
  return yield* Effect.raceFirst(writing, stopped);
});
