import type { Tx } from "../client.ts";

/** How a closing was rated, and the event that says so. */
export type NewRating = {
  readonly conversationId: string;
  readonly closedSeq: number;
  readonly score: number;
  readonly seq: number;
};

/** Keeps a rating in place of the one its closing had. */
export const putRating = async (
  tx: Tx,
  tenantId: string,
  { conversationId, closedSeq, score, seq }: NewRating,
): Promise<void> => {
  await tx`insert into xin.ratings (tenant_id, conversation_id, closed_seq, score, seq)
    values (${tenantId}, ${conversationId}, ${closedSeq}, ${score}, ${seq})
    on conflict (tenant_id, conversation_id, closed_seq)
    do update set score = excluded.score, seq = excluded.seq, changed_at = now()`;
};

/** Sets whether visitors are asked. */
export const putAsksRating = async (tx: Tx, tenantId: string, asks: boolean): Promise<void> => {
  await tx`insert into xin.rating_settings (tenant_id, asks) values (${tenantId}, ${asks})
    on conflict (tenant_id) do update set asks = excluded.asks, changed_at = now()`;
};
