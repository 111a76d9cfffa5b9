import type { Tx } from "../client.ts";
import { readEvent } from "./events.ts";

/** A draft that people changed before they sent it, or discarded. */
export type EditedDraft = {
  readonly decisionId: string;
  /** As the AI wrote it. */
  readonly draft: string;
  /** As it was sent; null when it was discarded. */
  readonly sent: string | null;
  /** Why it was discarded, when somebody said so. */
  readonly reason: string | null;
};

/** The newest drafts of 90 days that were changed or discarded. */
export const readEditedDrafts = async (tx: Tx, limit: number): Promise<EditedDraft[]> => {
  const rows = await tx<
    {
      decisionId: string;
      conversationId: string;
      draft: string;
      messageSeq: number | null;
      outcome: string;
      reason: string | null;
    }[]
  >`
    select d.id as "decisionId", d.conversation_id as "conversationId", d.answer as draft, d.outcome,
      d.message_seq as "messageSeq", (
        select r.reason from xin.decision_reactions r
        where r.decision_id = d.id and r.kind = 'discarded' and r.reason is not null
        order by r.seq desc limit 1) as reason
    from xin.decisions d
    where d.kind = 'reply' and d.answer is not null
      and d.verdict in ('edited', 'rejected') and d.outcome in ('approved', 'discarded')
      and d.created_at > now() - interval '90 days'
    order by d.created_at desc limit ${limit}`;
  const drafts: EditedDraft[] = [];
  for (const { decisionId, conversationId, draft, messageSeq, outcome, reason } of rows) {
    const message =
      outcome === "approved" && messageSeq !== null
        ? await readEvent(tx, conversationId, messageSeq)
        : null;
    const sent =
      message?.body.type === "message.posted"
        ? message.body.parts.map(({ text }) => text).join("\n")
        : null;
    drafts.push({ decisionId, draft, sent, reason });
  }
  return drafts;
};
