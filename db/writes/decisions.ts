import type { Decision } from "#contract/decision.ts";
import type { Tx } from "../client.ts";

/** A decision to be recorded. `policyId` and `policyVersion` are both null when no policy is published. */
export type NewDecision = Omit<Decision, "policy" | "createdAt" | "kind" | "undo" | "reactions"> & {
  /** `reply` unless given. */
  readonly kind?: Decision["kind"];
  readonly policyId: string | null;
  readonly policyVersion: number | null;
  /** How its confidence came about, where the send line decided over the answer; else null. */
  readonly scoring: string | null;
  readonly traceparent: string | null;
};

/** Records a decision. One that is there already stays as it is. */
export const insertDecision = async (tx: Tx, tenantId: string, decision: NewDecision) => {
  const json = (value: unknown) => tx`${JSON.stringify(value)}::text::jsonb`;
  const d = withoutNulCharacters(decision);
  const features = d.retrieval === null ? d.features : { ...d.features, retrieval: d.retrieval };
  await tx`insert into xin.decisions (tenant_id, id, conversation_id, kind, trigger_seq, epoch, policy_id,
      policy_version, mode, outcome, reason, question, answer, confidence, threshold, features, passages,
      citations, rules, guards, provider, model, attempts, tokens_in, tokens_out, cost_usd, timings_ms,
      message_seq, scoring, traceparent, tools, revises, instruction)
    values (${tenantId}, ${d.id}, ${d.conversationId}, ${d.kind ?? "reply"}, ${d.triggerSeq}, ${d.epoch}, ${d.policyId},
      ${d.policyVersion}, ${d.mode}, ${d.outcome}, ${d.reason}, ${d.question}, ${d.answer}, ${d.confidence},
      ${d.threshold}, ${json(features)}, ${json(d.passages)}, ${json(d.citations)}, ${json(d.rules)},
      ${json(d.guards)}, ${d.provider}, ${d.model}, ${json(d.attempts)}, ${d.tokensIn}, ${d.tokensOut},
      ${d.costUsd}, ${json(d.timingsMs)}, ${d.messageSeq}, ${d.scoring}, ${d.traceparent},
      ${json(d.tools ?? [])}, ${d.revises ?? null}, ${d.instruction ?? null})
    on conflict (tenant_id, id) do nothing`;
};

/** Neither text nor jsonb can hold U+0000, which visitors may send. It is shown as U+FFFD here. */
const withoutNulCharacters = (decision: NewDecision): NewDecision =>
  JSON.parse(
    JSON.stringify(decision, (_, value: unknown) =>
      typeof value === "string" ? value.replaceAll("\u0000", "\uFFFD").toWellFormed() : value,
    ),
  ) as NewDecision;
