import type { ConversationRow } from "#contract/conversation-row.ts";

/** The inbox's views. */
export const views = ["mine", "unassigned", "ai", "all"] as const;
export type View = (typeof views)[number];

/** What stands above the list: how many open conversations each view holds, and the tags one may choose. */
export type InboxFigures = {
  readonly counts: Readonly<Record<View, number>>;
  readonly tags: readonly string[];
};

/** Whether a row belongs to a view of this member. */
export const inView = (row: ConversationRow, view: View, memberId: string): boolean => {
  if (view === "mine") return row.assignee?.id === memberId;
  if (view === "ai") return row.holder === "ai";
  if (view === "unassigned") return row.holder !== "ai" && row.assignee === null;
  return true;
};

/** Whether a person should look now: handed over, a draft to approve, or unread words for this member. */
export const needsPerson = (row: ConversationRow, memberId: string): boolean =>
  row.status === "open" &&
  (row.holder === "waiting" ||
    row.draft !== null ||
    (row.unread > 0 && (row.assignee === null || row.assignee.id === memberId)));

/** Newest first; the id breaks ties so that the order never wavers. */
export const byRecency = (a: ConversationRow, b: ConversationRow): number =>
  b.updatedAt.localeCompare(a.updatedAt) || b.id.localeCompare(a.id);
