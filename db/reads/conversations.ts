import type { ConversationRow } from "#contract/conversation-row.ts";
import type { Tx } from "../client.ts";
import {
  conversationColumns,
  type ConversationRecord,
  conversationTables,
  hasUnread,
  toConversationRow,
} from "./conversation-columns.ts";

/** mine: assigned to the member · unassigned: people must act and nobody is named · ai: the AI holds it. */
export type ConversationView = "mine" | "unassigned" | "ai" | "all";

/** Which rows of the inbox. `before` is the last row of the page before. */
export type ConversationsPage = {
  readonly view: ConversationView;
  readonly status: ConversationRow["status"];
  /** Only those that carry this tag. */
  readonly tag?: string | null;
  readonly before?: { readonly updatedAt: string; readonly id: string };
  readonly limit: number;
  readonly memberId: string | null;
};

/** One row of the inbox, or null when the tenant has no such conversation. */
export const readConversationRow = async (
  tx: Tx,
  conversationId: string,
  memberId: string | null,
): Promise<ConversationRow | null> => {
  const [row] = await readRowsById(tx, [conversationId], memberId);
  return row ?? null;
};

/** The rows of these conversations, in no order. Ids the tenant does not have are left out. */
export const readRowsById = (
  tx: Tx,
  conversationIds: readonly string[],
  memberId: string | null,
): Promise<ConversationRow[]> =>
  tx<ConversationRecord[]>`
    select ${conversationColumns(tx, memberId)} from ${conversationTables(tx, memberId)}
    where c.id = any(${[...conversationIds]}::uuid[])`
    .execute()
    .then((records) => records.map(toConversationRow));

/** A page of the inbox, the latest change first. */
export const readConversationRows = async (
  tx: Tx,
  { view, status, tag = null, before, limit, memberId }: ConversationsPage,
): Promise<ConversationRow[]> => {
  const beyond =
    before === undefined
      ? tx``
      : tx`and (c.updated_at, c.id) < (${before.updatedAt}::timestamptz, ${before.id}::uuid)`;
  const records = await tx<ConversationRecord[]>`
    select ${conversationColumns(tx, memberId)} from ${conversationTables(tx, memberId)}
    where c.status = ${status} and ${inView(tx, view, memberId)} ${withTag(tx, tag)} ${beyond}
    order by c.updated_at desc, c.id desc limit ${limit}`;
  return records.map(toConversationRow);
};

/** Rows that changed after a position of the tenant, whatever their view, the earliest change first. */
export const readRowsAfter = async (
  tx: Tx,
  { after, limit, memberId }: { after: number; limit: number; memberId: string | null },
): Promise<ConversationRow[]> => {
  const records = await tx<ConversationRecord[]>`
    select ${conversationColumns(tx, memberId)} from ${conversationTables(tx, memberId)}
    where c.last_position > ${after} and c.id in (
      select conversation_id from xin.events where position > ${after}
    )
    order by c.last_position limit ${limit}`;
  return records.map(toConversationRow);
};

/** How many open conversations each view holds, and how many have words this member has not read. */
export type ViewCounts = Readonly<Record<ConversationView | "unread", number>>;

/** Counts the open conversations, or those of them that carry a tag. */
export const countViews = async (
  tx: Tx,
  memberId: string | null,
  tag: string | null,
): Promise<ViewCounts> => {
  const [counts] = await tx<ViewCounts[]>`
    select count(*)::int as all,
      count(*) filter (where ${inView(tx, "mine", memberId)})::int as mine,
      count(*) filter (where ${inView(tx, "unassigned", memberId)})::int as unassigned,
      count(*) filter (where ${inView(tx, "ai", memberId)})::int as ai,
      count(*) filter (where ${hasUnread(tx, memberId)})::int as unread
    from xin.conversations c
    left join xin.read_marks mine
      on mine.tenant_id = c.tenant_id and mine.conversation_id = c.id and mine.reader = ${memberId}::text
    where c.status = 'open' ${withTag(tx, tag)}`;
  return counts ?? { all: 0, mine: 0, unassigned: 0, ai: 0, unread: 0 };
};

const inView = (tx: Tx, view: ConversationView, memberId: string | null) => {
  switch (view) {
    case "mine":
      return tx`coalesce(c.assignee_id = ${memberId}::uuid, false)`;
    case "unassigned":
      return tx`(c.assignee_id is null and c.holder <> 'ai')`;
    case "ai":
      return tx`c.holder = 'ai'`;
    case "all":
      return tx`true`;
  }
};

const withTag = (tx: Tx, tag: string | null) =>
  tag === null
    ? tx``
    : tx`and c.id in (select conversation_id from xin.conversation_tags where tag = ${tag})`;

/** The contact a conversation belongs to, or null when the tenant has no such conversation. */
export const readContactOf = async (tx: Tx, conversationId: string): Promise<string | null> => {
  const [row] = await tx<{ contact_id: string }[]>`
    select contact_id from xin.conversations where id = ${conversationId}`;
  return row?.contact_id ?? null;
};

/** A conversation as its visitor's widget needs it to go on. */
export type VisitorConversation = {
  readonly conversationId: string;
  readonly lastSeq: number;
  readonly holder: ConversationRow["holder"];
  /** How far the team has seen it. */
  readonly teamSeenSeq: number;
};

/** The latest conversation of each contact that has one, by the contact's id. */
export const readVisitorConversations = async (
  tx: Tx,
  contactIds: readonly string[],
): Promise<ReadonlyMap<string, VisitorConversation>> => {
  const rows = await tx<
    {
      contact_id: string;
      id: string;
      last_seq: number;
      holder: ConversationRow["holder"];
      team_seen_seq: number;
    }[]
  >`
    select asked.contact_id, c.id, c.last_seq, c.holder, coalesce((
      select max(m.seen_seq) from xin.read_marks m
      where m.tenant_id = c.tenant_id and m.conversation_id = c.id and m.reader <> 'visitor'
    ), 0) as team_seen_seq
    from unnest(${[...contactIds]}::uuid[]) as asked(contact_id)
    cross join lateral (
      select * from xin.conversations where contact_id = asked.contact_id
      order by created_at desc, id desc limit 1
    ) c`;
  return new Map(
    rows.map((row) => [
      row.contact_id,
      {
        conversationId: row.id,
        lastSeq: row.last_seq,
        holder: row.holder,
        teamSeenSeq: row.team_seen_seq,
      },
    ]),
  );
};
