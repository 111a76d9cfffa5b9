import type { ConversationRow } from "#contract/conversation-row.ts";
import type { Tx } from "../client.ts";

/** A conversation that a visitor's first act opens. The contact and the channel must be the tenant's. */
export type OpenConversation = {
  readonly id: string;
  readonly channelId: string;
  readonly contactId: string;
  /** Null: the contact's. */
  readonly locale: "en" | "zh" | null;
};

/** An act by the client's own id. */
export type ActKey = { readonly conversationId: string; readonly clientId: string };

/** An act that is in the log already: the first answer to its client id. */
export type StoredAct = ActKey & { readonly seq: number; readonly id: string };

/** A conversation that is locked until the end of the transaction: all that acts look at and events change. */
export type LockedConversation = Pick<
  ConversationRow,
  | "id"
  | "status"
  | "holder"
  | "epoch"
  | "locale"
  | "subject"
  | "preview"
  | "previewBy"
  | "lastSeq"
  | "position"
  | "visitorSeq"
  | "waitingReason"
  | "waitingSince"
  | "updatedAt"
> & {
  readonly contactId: string;
  readonly assignee: { readonly id: string } | null;
  readonly draft: { readonly decisionId: string } | null;
};

/** What the acts of one transaction stand on: the locked conversations, and the acts already in the log. */
export type Ground = {
  readonly rows: readonly LockedConversation[];
  readonly stored: readonly StoredAct[];
  /** The database's clock, to the millisecond. */
  readonly clock: Date;
};

/** Which conversations a transaction changes, which of them may be opened, and by which acts. */
export type Beginning = {
  readonly conversationIds: readonly string[];
  readonly openings: readonly OpenConversation[];
  readonly acts: readonly ActKey[];
};

/**
 * Begins an append. Conversations that do not exist yet are opened in the mode of the policy that answers
 * (the first of several with one id counts; a missing contact or channel opens nothing). Then all are
 * locked until the end of the transaction, always in id order, after the inserts and before the tenant's
 * position: so no two transactions wait for each other. Rows that only refer to a conversation (read marks,
 * decisions, reply tasks) are not held up. Ids the tenant does not have are left out.
 */
export const beginAppend = async (
  tx: Tx,
  tenantId: string,
  { conversationIds, openings, acts }: Beginning,
): Promise<Ground> => {
  const openingsJson =
    openings.length === 0 ? null : JSON.stringify(openings.map((item, ord) => ({ ...item, ord })));
  const [answer] = await tx<{ ground: GroundRecord }[]>`
    select xin.begin_append(${tenantId}, ${[...conversationIds]}::uuid[],
      ${acts.map((act) => act.conversationId)}::uuid[], ${acts.map((act) => act.clientId)}::uuid[],
      ${openingsJson}) as ground`;
  if (answer === undefined) throw new Error("begin_append answers one row");
  const { rows, stored, at } = answer.ground;
  return { rows: rows.map(toLocked), stored, clock: new Date(at) };
};

/** What the function answers. Times are as the database writes them. */
type GroundRecord = {
  readonly rows: readonly LockedRecord[];
  readonly stored: readonly StoredAct[];
  readonly at: string;
};

type LockedRecord = Omit<LockedConversation, "assignee" | "draft"> & {
  readonly assigneeId: string | null;
  readonly draftDecisionId: string | null;
};

const toLocked = ({ assigneeId, draftDecisionId, ...row }: LockedRecord): LockedConversation => ({
  ...row,
  assignee: assigneeId === null ? null : { id: assigneeId },
  draft: draftDecisionId === null ? null : { decisionId: draftDecisionId },
});
