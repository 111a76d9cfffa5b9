import type { Tx } from "../client.ts";

/** A reader of a conversation: `visitor`, or a member's id. */
export type ReadMark = {
  readonly conversationId: string;
  readonly reader: string;
  readonly seq: number;
};

/**
 * Moves a reader's mark forward, at most to the newest event. Answers where it stands if it moved,
 * null if it stood there already or the conversation does not exist.
 */
export const moveReadMark = async (
  tx: Tx,
  tenantId: string,
  { conversationId, reader, seq }: ReadMark,
): Promise<number | null> => {
  const [row] = await tx<{ seen_seq: number }[]>`
    insert into xin.read_marks as mark (tenant_id, conversation_id, reader, seen_seq)
    select ${tenantId}, c.id, ${reader}, least(${seq}::bigint, c.last_seq)
    from xin.conversations c where c.tenant_id = ${tenantId} and c.id = ${conversationId}
    on conflict (tenant_id, conversation_id, reader)
      do update set seen_seq = excluded.seen_seq, at = now() where mark.seen_seq < excluded.seen_seq
    returning seen_seq`;
  return row?.seen_seq ?? null;
};
