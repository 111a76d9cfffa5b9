import type { EventBody } from "#contract/conversation-event.ts";
import type { Tx } from "../client.ts";
import { type DecisionFilter, decisionCondition } from "./decision-filter.ts";

/** An act that the AI or an automation did by a decision. */
export type AutonomousAct = {
  readonly conversationId: string;
  readonly decisionId: string;
  readonly seq: number;
  readonly type: EventBody["type"];
};

/** What acts are looked for by. */
export type ActScope =
  /** One act, by its place in the conversation. */
  | { readonly kind: "act"; readonly conversationId: string; readonly seq: number }
  /** All of a run. */
  | { readonly kind: "decision"; readonly decisionId: string }
  /** All of what a filter of decisions finds: a rule, a kind, a window of time. */
  | {
      readonly kind: "decisions";
      readonly filter: DecisionFilter;
      /** Only acts of this kind; null for all. */
      readonly actType: EventBody["type"] | null;
    };

/** Acts of these kinds that a scope covers, the newest decisions first, at most `most`. */
export const readActsOf = (
  tx: Tx,
  scope: ActScope,
  { types, most }: { readonly types: readonly EventBody["type"][]; readonly most: number },
): Promise<AutonomousAct[]> => {
  const kinds = [...types];
  const acts =
    scope.kind === "act"
      ? tx`where e.conversation_id = ${scope.conversationId} and e.seq = ${scope.seq}`
      : scope.kind === "decision"
        ? tx`where d.id = ${scope.decisionId}`
        : tx`where ${decisionCondition(tx, scope.filter)}
            ${scope.actType === null ? tx`` : tx`and e.type = ${scope.actType}`}`;
  return tx<AutonomousAct[]>`
    select e.conversation_id as "conversationId", d.id as "decisionId", e.seq, e.type
    from xin.decisions d
    join xin.events e on e.tenant_id = d.tenant_id and e.conversation_id = d.conversation_id
      and e.decision_id = d.id and e.actor_kind in ('ai', 'automation') and e.type = any(${kinds})
    ${acts}
    order by d.created_at desc, d.id, e.seq limit ${most}`
    .execute()
    .then((rows) => [...rows]);
};
