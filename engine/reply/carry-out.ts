import { Effect, Schedule } from "effect";
import type { ReplyEnded } from "#contract/downstream.ts";
import { DatabaseUnavailable } from "#db/errors.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import { AskedAnew } from "../actions/asked-anew.ts";
import { readHandOverBrief } from "../actions/read-hand-over-brief.ts";
import { CodeTooSoon } from "../identity/open-identity.ts";
import { PolicyReplaced } from "../policy/policy-replaced.ts";
import { ModeTightened } from "../modes/mode-tightened.ts";
import { settleReply } from "../actions/settle-reply.ts";
import { awayLine } from "../service-hours/away-line.ts";
import { replyEnvelope } from "./reply-envelope.ts";
import { effectIdOf, supersededIdOf } from "./reply-ids.ts";
import type { ReplyMaterial } from "./reply-material.ts";
import type { ReplyPlan } from "./reply-plan.ts";
import { proposedOnly } from "./shadow-plan.ts";
import type { ReplyDeps } from "./reply-settings.ts";
import { modeOf } from "./ruled-reply.ts";

/**
 * Carries a plan out: decision, effect and the end of the task in one transaction. When custody
 * changed meanwhile the effect is refused; then the answer is recorded as superseded, with its text.
 * An answer that is ready is not thrown away because the database is away for some seconds: trying
 * again is safe, since it happens once. Answers what became of it, and null when the AI may do less by now,
 * or another version of the policy answers: then it must be decided anew.
 */
export const carryOut = Effect.fn("reply.carryOut")(function* (
  deps: ReplyDeps,
  material: ReplyMaterial,
  plan: ReplyPlan,
  startedAt: number,
) {
  const settleAs = (what: ReplyPlan) =>
    Effect.tryPromise({
      try: async () => settle(deps, material, await briefed(deps, material, what), startedAt),
      catch: (error) => error,
    }).pipe(
      Effect.retry({
        schedule: Schedule.spaced(outage.everyMs),
        times: outage.times,
        while: (error) => error instanceof DatabaseUnavailable,
      }),
      Effect.map(({ duplicate }) => ({ plan: what, duplicate })),
    );
  const { plan: settled, duplicate } = yield* settleAs(plan).pipe(
    Effect.catchIf(
      (error) => error instanceof ActionRefused && error.kind === "stale_epoch",
      () => settleAs({ ...plan, ...late, acts: [], tools: proposedOnly(plan.tools) }),
    ),
    Effect.catchIf(
      (error) =>
        error instanceof ModeTightened ||
        error instanceof PolicyReplaced ||
        error instanceof AskedAnew ||
        error instanceof CodeTooSoon,
      () => Effect.succeed({ plan: null, duplicate: false }),
    ),
    Effect.orDie,
  );
  if (settled === null) return null;
  // Another worker was first and has counted it.
  if (duplicate) return settled;
  const { metrics, log } = deps;
  for (const attempt of settled.attempts) {
    if (attempt["outcome"] === "complete" || attempt["outcome"] === "cancelled") continue;
    log.warn(
      { tenantId: material.tenantId, conversationId: material.row.id, ...attempt },
      "a model call failed",
    );
  }
  metrics.replies.inc({ outcome: settled.outcome });
  const { retrieval, model, firstToken } = settled.timingsMs;
  if (retrieval > 0) metrics.replySeconds.observe({ stage: "retrieval" }, retrieval / 1000);
  if (model > 0) metrics.replySeconds.observe({ stage: "model" }, model / 1000);
  if (firstToken !== null)
    metrics.replySeconds.observe({ stage: "first_token" }, firstToken / 1000);
  metrics.replySeconds.observe({ stage: "total" }, (performance.now() - startedAt) / 1000);
  return settled;
});

/** A hand-over with when people are back, what was tried and the conversation in a few words. */
const briefed = async (
  deps: ReplyDeps,
  { tenantId, row, hours, locale }: ReplyMaterial,
  plan: ReplyPlan,
): Promise<ReplyPlan> => {
  const { effect, passages } = plan;
  if (effect.kind !== "hand-over") return plan;
  const latest = { ...plan, title: passages[0]?.title ?? null, found: passages.length };
  const brief = await readHandOverBrief(deps, tenantId, row.id, latest);
  const away = effect.line === null ? null : awayLine(hours, locale, new Date());
  const line = away === null ? effect.line : `${effect.line}\n${away}`;
  return { ...plan, effect: { ...effect, line, brief } };
};

/** How long an answer outlives the database. */
const outage = { everyMs: 500, times: 30 };

const late = {
  effect: { kind: "superseded" },
  outcome: "superseded",
  reason: "superseded",
} as const;

/** What the people who watched are told. */
export const endOf = ({ outcome, reason }: ReplyPlan): ReplyEnded["outcome"] => {
  switch (outcome) {
    case "sent":
    case "drafted":
    case "handed_over":
    case "failed":
      return outcome;
    default:
      return reason === "stopped" ? "stopped" : "superseded";
  }
};

const settle = (deps: ReplyDeps, material: ReplyMaterial, plan: ReplyPlan, startedAt: number) => {
  const { decisionId, row, version, epoch, traceparent, triggerSeq } = material;
  const isLate = plan.effect.kind === "superseded";
  const { effect, acts, ...record } = plan;
  const key = isLate ? supersededIdOf(decisionId) : effectIdOf(decisionId);
  return settleReply(deps, replyEnvelope(material, key), {
    effect,
    acts,
    sendCode: deps.identity.planSend,
    decision: {
      ...record,
      retrieval: record.retrieval && {
        configVersion: material.tuningVersion,
        ...record.retrieval,
      },
      id: decisionId,
      conversationId: row.id,
      triggerSeq,
      epoch,
      mode: modeOf(material),
      question: material.question,
      policyId: version?.policyId ?? null,
      policyVersion: version?.version ?? null,
      costUsd: record.attempts.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0),
      timingsMs: { ...record.timingsMs, total: Math.round(performance.now() - startedAt) },
      messageSeq: null,
      traceparent,
    },
  });
};
