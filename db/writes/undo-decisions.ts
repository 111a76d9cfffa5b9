import type { DecisionUndo } from "#contract/decision.ts";
import type { Tx } from "../client.ts";

/** The decision of an undo: which acts went back, which did not and why. */
export type NewUndoDecision = {
  readonly id: string;
  readonly conversationId: string;
  readonly epoch: number;
  readonly undo: DecisionUndo;
  readonly reason: string | null;
  readonly traceparent: string | null;
};

/**
 * Records the decision of an undo. It has the policy, the mode and the rules of the one whose acts it is about, so
 * that it is found with that. One that is there already stays as it is.
 */
export const insertUndoDecision = async (
  tx: Tx,
  tenantId: string,
  { id, conversationId, epoch, undo, reason, traceparent }: NewUndoDecision,
): Promise<void> => {
  const first = Math.min(...undo.acts.map(({ seq }) => seq));
  await tx`insert into xin.decisions (tenant_id, id, conversation_id, kind, trigger_seq, epoch, policy_id,
      policy_version, mode, outcome, reason, rules, undo, traceparent)
    select d.tenant_id, ${id}, d.conversation_id, 'undo', ${first}, ${epoch}, d.policy_id, d.policy_version,
      d.mode, 'undone', ${reason}, d.rules, ${JSON.stringify(undo)}::text::jsonb, ${traceparent}
    from xin.decisions d
    where d.tenant_id = ${tenantId} and d.id = ${undo.decisionId} and d.conversation_id = ${conversationId}
    on conflict (tenant_id, id) do nothing`;
};
