import type { EventBody } from "#contract/conversation-event.ts";
import type { Tx } from "../client.ts";

/** A request to take acts back, and how far it is. */
export type Undo = {
  readonly id: string;
  readonly scope: unknown;
  readonly state: "running" | "done" | "stopped";
  readonly reason: string | null;
  readonly byName: string | null;
  readonly pending: number;
  readonly undone: number;
  readonly skipped: number;
  readonly createdAt: string;
  readonly finishedAt: string | null;
};

/** Who asked for an undo. */
export type UndoActor = {
  readonly kind: "member" | "api" | "system";
  readonly id: string | null;
  readonly name: string | null;
  readonly traceparent: string | null;
};

/** An act of an undo and what became of it. */
export type UndoAct = {
  readonly conversationId: string;
  readonly decisionId: string;
  readonly seq: number;
  readonly type: EventBody["type"];
  readonly state: "pending" | "undone" | "skipped";
  /** Why it was left as it is. */
  readonly why: string | null;
  readonly whySeq: number | null;
  /** The decision of the undo. */
  readonly undoDecisionId: string | null;
};

/** One undo, or null when the tenant has none with this id. */
export const readUndo = async (tx: Tx, undoId: string): Promise<Undo | null> => {
  const [row] = await tx<UndoRow[]>`${select(tx)} where u.id = ${undoId}`;
  return row === undefined ? null : toUndo(row);
};

/** The newest undos of more than one decision, at most `limit`. */
export const readBulkUndos = async (tx: Tx, limit: number): Promise<Undo[]> => {
  const rows = await tx<UndoRow[]>`${select(tx)}
    where u.scope ->> 'kind' = 'decisions' order by u.created_at desc, u.id desc limit ${limit}`;
  return rows.map(toUndo);
};

/** Who asked for an undo, or null when there is no such undo. */
export const readUndoActor = async (tx: Tx, undoId: string): Promise<UndoActor | null> => {
  const [row] = await tx<
    UndoActor[]
  >`select actor_kind as kind, actor_id as id, actor_name as name, traceparent
    from xin.undos where id = ${undoId}`;
  return row ?? null;
};

/** Acts of an undo, what was left first, after a place in that order; `from` counts from 0. */
export const readUndoActs = (
  tx: Tx,
  undoId: string,
  { from, limit }: { readonly from: number; readonly limit: number },
): Promise<UndoAct[]> =>
  tx<
    UndoAct[]
  >`select conversation_id as "conversationId", decision_id as "decisionId", seq, type, state, why,
      why_seq as "whySeq", undo_decision_id as "undoDecisionId"
    from xin.undo_acts where undo_id = ${undoId}
    order by case state when 'skipped' then 0 when 'pending' then 1 else 2 end, conversation_id, seq
    offset ${from} limit ${limit}`
    .execute()
    .then((rows) => [...rows]);

/** How often acts of an undo were left as they are, by why. */
export const countSkips = (
  tx: Tx,
  undoId: string,
): Promise<{ readonly why: string; readonly count: number }[]> =>
  tx<{ why: string; count: number }[]>`select why, count(*)::int as count from xin.undo_acts
    where undo_id = ${undoId} and state = 'skipped' group by why order by 2 desc, 1`
    .execute()
    .then((rows) => [...rows]);

/** The next conversation of an undo with acts that are not dealt with, and their seqs; null when all are. */
export const readPendingActs = async (
  tx: Tx,
  undoId: string,
  most: number,
): Promise<{ readonly conversationId: string; readonly acts: readonly PendingAct[] } | null> => {
  const rows = await tx<(PendingAct & { readonly conversationId: string })[]>`
    select conversation_id as "conversationId", seq, decision_id as "decisionId", type from xin.undo_acts
    where undo_id = ${undoId} and state = 'pending' and conversation_id = (
      select conversation_id from xin.undo_acts where undo_id = ${undoId} and state = 'pending'
      order by decision_id limit 1)
    order by seq desc limit ${most}`;
  const [first] = rows;
  return first === undefined ? null : { conversationId: first.conversationId, acts: rows };
};

/** An act that is not dealt with yet. */
export type PendingAct = Pick<UndoAct, "seq" | "decisionId" | "type">;

type UndoRow = Omit<Undo, "createdAt" | "finishedAt"> & {
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
};

const select = (tx: Tx) => tx`
  select u.id, u.scope, u.state, u.reason, u.actor_name as "byName", u.created_at as "createdAt",
    u.finished_at as "finishedAt", acts.pending, acts.undone, acts.skipped
  from xin.undos u
  cross join lateral (select count(*) filter (where a.state = 'pending')::int as pending,
      count(*) filter (where a.state = 'undone')::int as undone,
      count(*) filter (where a.state = 'skipped')::int as skipped
    from xin.undo_acts a where a.tenant_id = u.tenant_id and a.undo_id = u.id) acts`;

const toUndo = ({ createdAt, finishedAt, ...rest }: UndoRow): Undo => ({
  ...rest,
  createdAt: createdAt.toISOString(),
  finishedAt: finishedAt?.toISOString() ?? null,
});
