import type { Tx } from "../client.ts";

/** How a conversation stands for one member. */
export type MemberMark = {
  readonly conversationId: string;
  readonly memberId: string;
  /** How far the member has seen it; 0 when never opened. */
  readonly seenSeq: number;
  /** Visitor messages after it that this member must look at. */
  readonly unread: number;
};

/**
 * `seenSeq` and `unread` of conversation rows for many members at once: the same rule as
 * `conversationColumns`, asked once for everybody who is connected instead of once for each.
 */
export const readMemberMarks = (
  tx: Tx,
  conversationIds: readonly string[],
  memberIds: readonly string[],
): Promise<MemberMark[]> =>
  tx<MemberMark[]>`
    select c.id as "conversationId", member.id as "memberId", coalesce(mark.seen_seq, 0) as "seenSeq",
      case when c.visitor_seq > coalesce(mark.seen_seq, 0) and (c.holder <> 'ai' or c.assignee_id = member.id)
      then (
        select count(*)::int from (
          select from xin.events w
          where w.tenant_id = c.tenant_id and w.conversation_id = c.id and w.seq > coalesce(mark.seen_seq, 0)
            and w.type = 'message.posted' and w.actor_kind = 'visitor'
          limit ${unreadLimit}
        ) words
      ) else 0 end as unread
    from xin.conversations c
    cross join unnest(${[...memberIds]}::uuid[]) as member(id)
    left join xin.read_marks mark
      on mark.tenant_id = c.tenant_id and mark.conversation_id = c.id and mark.reader = member.id::text
    where c.id = any(${[...conversationIds]}::uuid[])`;

/** Unread words are counted up to here, as in `conversationColumns`. */
const unreadLimit = 100;
