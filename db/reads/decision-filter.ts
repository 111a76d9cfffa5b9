import type { ReactionKind } from "#contract/decision-reaction.ts";
import type { Tx } from "../client.ts";

/** Which decisions. Null or missing: all of them. */
export type DecisionFilter = {
  readonly kind?: string | null;
  readonly outcome?: string | null;
  readonly mode?: string | null;
  readonly policyId?: string | null;
  /** Counts only together with `policyId`. */
  readonly policyVersion?: number | null;
  /** A line of the policy whose paragraph applied; counts only together with `policyId`. */
  readonly ruleLine?: number | null;
  readonly model?: string | null;
  /** A tool that the model called, whatever came of it. */
  readonly tool?: string | null;
  /** ISO 8601, the earliest that counts. */
  readonly from?: string | null;
  /** ISO 8601, the first that counts no more. */
  readonly to?: string | null;
  /** `none`: nobody has done anything yet. */
  readonly reaction?: ReactionKind | "none" | null;
  readonly conversationId?: string | null;
};

/** The filter as a condition on `xin.decisions d`. */
export const decisionCondition = (tx: Tx, filter: DecisionFilter) => {
  const { kind, outcome, mode, policyId, policyVersion, ruleLine, model, tool } = filter;
  const { from, to, reaction, conversationId } = filter;
  const when = <T>(value: T | null | undefined, condition: (value: T) => ReturnType<Tx>) =>
    value === null || value === undefined ? tx`` : condition(value);
  const policy = policyId ?? null;
  return tx`true
    ${when(kind, (value) => tx`and d.kind = ${value}`)}
    ${when(outcome, (value) => tx`and d.outcome = ${value}`)}
    ${when(mode, (value) => tx`and d.mode = ${value}`)}
    ${when(policy, (value) => tx`and d.policy_id = ${value}`)}
    ${when(policy === null ? null : policyVersion, (value) => tx`and d.policy_version = ${value}`)}
    ${when(policy === null ? null : ruleLine, (value) => tx`and d.rules @> ${JSON.stringify([{ line: value }])}::text::jsonb`)}
    ${when(model, (value) => tx`and d.model = ${value}`)}
    ${when(tool, (value) => tx`and d.tools @> ${JSON.stringify([{ name: value }])}::text::jsonb`)}
    ${when(from, (value) => tx`and d.created_at >= ${value}::timestamptz`)}
    ${when(to, (value) => tx`and d.created_at < ${value}::timestamptz`)}
    ${when(conversationId, (value) => tx`and d.conversation_id = ${value}`)}
    ${when(reaction, (value) =>
      value === "none"
        ? tx`and not exists (select from xin.decision_reactions r
            where r.tenant_id = d.tenant_id and r.decision_id = d.id)`
        : tx`and exists (select from xin.decision_reactions r
            where r.tenant_id = d.tenant_id and r.decision_id = d.id and r.kind = ${value})`,
    )}`;
};
