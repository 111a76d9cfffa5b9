import type { ConversationRow } from "#contract/conversation-row.ts";
import type { Tx } from "../client.ts";

/** What `conversationColumns` selects. */
export type ConversationRecord = {
  readonly id: string;
  readonly status: ConversationRow["status"];
  readonly holder: ConversationRow["holder"];
  readonly epoch: number;
  readonly mode: ConversationRow["mode"];
  readonly mode_reason: ConversationRow["modeReason"] | null;
  readonly mode_limit: ConversationRow["mode"] | null;
  readonly locale: ConversationRow["locale"];
  readonly subject: string | null;
  readonly preview: string | null;
  readonly preview_by: ConversationRow["previewBy"];
  readonly last_seq: number;
  readonly last_position: number;
  readonly visitor_seq: number;
  readonly waiting_reason: ConversationRow["waitingReason"];
  readonly waiting_since: Date | null;
  readonly tags: readonly string[];
  readonly draft_decision_id: string | null;
  readonly draft_confidence: number | null;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly contact_id: string;
  readonly contact_name: string | null;
  readonly contact_email: string | null;
  readonly contact_verified_email: string | null;
  readonly contact_verified_at: Date | null;
  readonly contact_locale: ConversationRow["locale"];
  readonly contact_created_at: Date;
  readonly channel_name: string;
  readonly assignee_id: string | null;
  readonly assignee_name: string | null;
  readonly visitor_seen_seq: number;
  readonly seen_seq: number;
  readonly unread: number;
};

/** Unread words are counted up to here; a list shows 99+. */
const unreadLimit = 100;

/**
 * The columns of a conversation row, for `from conversationTables`. `seen_seq` and `unread` are the
 * member's own, and 0 without one. Visitors' words count as unread only where people must look: not while the AI
 * holds the conversation, unless it is assigned to this member.
 */
export const conversationColumns = (tx: Tx, memberId: string | null) => tx`
  c.id, c.status, c.holder, c.epoch, c.mode, c.mode_reason, c.mode_limit, c.locale, c.subject, c.preview, c.preview_by, c.last_seq,
  c.last_position, c.visitor_seq, c.waiting_reason, c.waiting_since, c.draft_decision_id, c.created_at,
  c.updated_at, c.contact_id, contact.name as contact_name, contact.email as contact_email,
  contact.verified_email as contact_verified_email, contact.email_verified_at as contact_verified_at,
  contact.locale as contact_locale, contact.created_at as contact_created_at,
  channel.name as channel_name, c.assignee_id, assignee.name as assignee_name,
  array(
    select t.tag from xin.conversation_tags t where t.tenant_id = c.tenant_id and t.conversation_id = c.id
  ) as tags,
  coalesce(visitor.seen_seq, 0) as visitor_seen_seq, coalesce(mine.seen_seq, 0) as seen_seq,
  case when c.draft_decision_id is null then null else (
    select (d.payload ->> 'confidence')::float8 from xin.events d
    where d.tenant_id = c.tenant_id and d.conversation_id = c.id
      and d.type = 'draft.proposed' and d.decision_id = c.draft_decision_id
    order by d.seq desc limit 1
  ) end as draft_confidence,
  case when ${hasUnread(tx, memberId)} then (
    select count(*)::int from (
      select from xin.events w
      where w.tenant_id = c.tenant_id and w.conversation_id = c.id and w.seq > coalesce(mine.seen_seq, 0)
        and w.type = 'message.posted' and w.actor_kind = 'visitor'
      limit ${unreadLimit}
    ) words
  ) else 0 end as unread`;

/** Whether the member has unread words in a conversation of `conversationTables`. */
export const hasUnread = (tx: Tx, memberId: string | null) => tx`(
  ${memberId}::uuid is not null and c.visitor_seq > coalesce(mine.seen_seq, 0)
  and (c.holder <> 'ai' or coalesce(c.assignee_id = ${memberId}::uuid, false)))`;

/** The tables `conversationColumns` reads from; the conversation is `c`. */
export const conversationTables = (tx: Tx, memberId: string | null) => tx`
  xin.conversations c
  join xin.contacts contact on contact.tenant_id = c.tenant_id and contact.id = c.contact_id
  join xin.channels channel on channel.tenant_id = c.tenant_id and channel.id = c.channel_id
  left join xin.members assignee on assignee.tenant_id = c.tenant_id and assignee.id = c.assignee_id
  left join xin.read_marks visitor
    on visitor.tenant_id = c.tenant_id and visitor.conversation_id = c.id and visitor.reader = 'visitor'
  left join xin.read_marks mine
    on mine.tenant_id = c.tenant_id and mine.conversation_id = c.id and mine.reader = ${memberId}::text`;

/** The record as clients see it. */
export const toConversationRow = (record: ConversationRecord): ConversationRow => ({
  id: record.id,
  contact: {
    id: record.contact_id,
    name: record.contact_name,
    email: record.contact_email,
    verified:
      record.contact_verified_email === null || record.contact_verified_at === null
        ? null
        : {
            email: record.contact_verified_email,
            at: record.contact_verified_at.toISOString(),
          },
    locale: record.contact_locale,
    createdAt: record.contact_created_at.toISOString(),
  },
  channelName: record.channel_name,
  status: record.status,
  holder: record.holder,
  epoch: record.epoch,
  mode: record.mode,
  ...(record.mode_reason == null ? {} : { modeReason: record.mode_reason }),
  modeLimit: record.mode_limit,
  assignee:
    record.assignee_id === null
      ? null
      : { id: record.assignee_id, name: record.assignee_name ?? "" },
  locale: record.locale,
  subject: record.subject,
  preview: record.preview,
  previewBy: record.preview_by,
  lastSeq: record.last_seq,
  position: record.last_position,
  visitorSeq: record.visitor_seq,
  visitorSeenSeq: record.visitor_seen_seq,
  seenSeq: record.seen_seq,
  unread: record.unread,
  waitingReason: record.waiting_reason,
  waitingSince: record.waiting_since?.toISOString() ?? null,
  tags: record.tags.toSorted(),
  draft:
    record.draft_decision_id === null
      ? null
      : { decisionId: record.draft_decision_id, confidence: record.draft_confidence ?? 0 },
  createdAt: record.created_at.toISOString(),
  updatedAt: record.updated_at.toISOString(),
});
