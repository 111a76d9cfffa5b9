import type { Tx } from "../client.ts";

/** A draft of the AI that a person has judged by sending it, changing it, or throwing it away. */
export type JudgedDraft = {
  /** What the AI thought of it, 0..1. */
  readonly confidence: number;
  readonly verdict: "approved" | "edited" | "rejected";
};

/** The newest 2,000 judged drafts. One whose words the person changed before sending counts as edited. */
export const readJudgedDrafts = (tx: Tx): Promise<readonly JudgedDraft[]> =>
  tx<JudgedDraft[]>`
    select d.confidence::float8 as confidence,
      case when d.outcome = 'discarded' then 'rejected'
        when e.payload -> 'parts' -> 0 ->> 'text' = d.answer then 'approved'
        else 'edited' end as verdict
    from xin.decisions d
    left join xin.events e on e.tenant_id = d.tenant_id and e.conversation_id = d.conversation_id
      and e.seq = d.message_seq
    where d.outcome in ('approved', 'discarded') and d.confidence is not null and d.answer is not null
    order by d.created_at desc limit 2000`;
