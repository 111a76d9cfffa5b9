import type { Tx } from "../client.ts";
import type { Decision } from "#contract/decision.ts";

/** Which visitor's message a decision was about, and what came of it. */
export type DecisionTrigger = Pick<Decision, "id" | "triggerSeq" | "outcome" | "reason">;

/** The latest 100 decisions of a conversation without their evidence, newest first. */
export const readDecisionTriggers = (tx: Tx, conversationId: string): Promise<DecisionTrigger[]> =>
  tx<DecisionTrigger[]>`
    select id, trigger_seq as "triggerSeq", outcome, reason from xin.decisions
    where conversation_id = ${conversationId} and kind = 'reply' order by created_at desc, id desc limit 100`
    .execute()
    .then((rows) => [...rows]);
