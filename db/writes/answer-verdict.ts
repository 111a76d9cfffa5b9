import type { Tx } from "../client.ts";

/** Records that the team took an answer back that had gone out. Other messages of a decision are no answers. */
export const recordRetraction = async (
  tx: Tx,
  tenantId: string,
  { decisionId, messageSeq }: { readonly decisionId: string; readonly messageSeq: number },
): Promise<void> => {
  await tx`update xin.decisions set verdict = 'retracted'
    where tenant_id = ${tenantId} and id = ${decisionId} and message_seq = ${messageSeq}
      and outcome in ('sent', 'approved')`;
};

/** How long after an answer a person who steps in still speaks to it, in minutes. */
const correctedWithinMinutes = 60;

/**
 * Records that a person took the conversation from the AI upon its answer: nothing of the visitor stands
 * between the two (`visitorSeq` is the visitor's newest message). Who comes later follows it up.
 */
export const recordTakeOver = async (
  tx: Tx,
  tenantId: string,
  { conversationId, visitorSeq }: { readonly conversationId: string; readonly visitorSeq: number },
): Promise<void> => {
  await tx`update xin.decisions set verdict = 'taken_over'
    where tenant_id = ${tenantId} and conversation_id = ${conversationId} and outcome = 'sent'
      and message_seq > ${visitorSeq} and verdict is null
      and created_at > now() - ${correctedWithinMinutes}::int * interval '1 minute'`;
};

/**
 * Records what somebody found who looked at an answer that was sent and drawn; with null it only looks. Answers
 * "none" where there is no such answer, and "judged" where somebody was before.
 */
export const recordCheck = async (
  tx: Tx,
  {
    decisionId,
    verdict,
  }: { readonly decisionId: string; readonly verdict: "confirmed" | "wrong" | null },
): Promise<"none" | "judged" | "open"> => {
  const [found] = await tx<{ judged: boolean }[]>`
    select verdict is not null as judged from xin.decisions
    where id = ${decisionId} and outcome = 'sent' and drawn and scoring is not null for update`;
  if (found === undefined) return "none";
  if (found.judged) return "judged";
  if (verdict !== null) {
    await tx`update xin.decisions set verdict = ${verdict} where id = ${decisionId}`;
  }
  return "open";
};
