import type { Tx } from "../client.ts";
import type { AutonomousAct } from "../reads/undo-acts-of.ts";
import type { UndoActor } from "../reads/undos.ts";

/** A request to take acts back. */
export type NewUndo = {
  readonly id: string;
  readonly scope: unknown;
  readonly reason: string | null;
  readonly by: UndoActor;
  readonly acts: readonly AutonomousAct[];
  /** Who carries it out at once; null leaves it to whoever looks for work. */
  readonly heldBy: { readonly worker: string; readonly leaseMs: number } | null;
};

/** Stores an undo with its acts. False when one with this id is there already; then nothing is written. */
export const insertUndo = async (tx: Tx, tenantId: string, undo: NewUndo): Promise<boolean> => {
  const { id, reason, by, acts, heldBy } = undo;
  const made = await tx`insert into xin.undos
      (tenant_id, id, scope, state, reason, actor_kind, actor_id, actor_name, traceparent, lease_owner,
      lease_until)
    values (${tenantId}, ${id}, ${JSON.stringify(undo.scope)}::text::jsonb, 'running', ${reason}, ${by.kind},
      ${by.id}, ${by.name}, ${by.traceparent}, ${heldBy?.worker ?? null},
      now() + ${heldBy?.leaseMs ?? null}::int * interval '1 millisecond')
    on conflict (tenant_id, id) do nothing returning 1`;
  if (made.length === 0) return false;
  await tx`insert into xin.undo_acts (tenant_id, undo_id, decision_id, conversation_id, seq, type)
    select ${tenantId}, ${id}, a."decisionId", a."conversationId", a.seq, a.type
    from jsonb_to_recordset(${JSON.stringify(acts)}::text::jsonb)
      as a("decisionId" uuid, "conversationId" uuid, seq bigint, type text)`;
  return true;
};

/** What became of an act of an undo. */
export type ActOutcome = {
  readonly seq: number;
  readonly why: string | null;
  readonly whySeq: number | null;
  /** Of the undo; null when the act was left as it is. */
  readonly undoSeq: number | null;
  readonly undoDecisionId: string | null;
};

/** Records what became of acts of one conversation that are not dealt with yet. */
export const recordActOutcomes = async (
  tx: Tx,
  undoId: string,
  conversationId: string,
  outcomes: readonly ActOutcome[],
): Promise<void> => {
  await tx`update xin.undo_acts a
    set state = case when o."undoDecisionId" is null then 'skipped' else 'undone' end, why = o.why,
      why_seq = o."whySeq", undo_seq = o."undoSeq", undo_decision_id = o."undoDecisionId"
    from jsonb_to_recordset(${JSON.stringify(outcomes)}::text::jsonb)
      as o(seq bigint, why text, "whySeq" bigint, "undoSeq" bigint, "undoDecisionId" uuid)
    where a.undo_id = ${undoId} and a.conversation_id = ${conversationId} and a.seq = o.seq
      and a.state = 'pending'`;
};

/** Goes on holding an undo that runs. False when another worker has it by now, or it does not run any more. */
export const holdUndo = async (
  tx: Tx,
  worker: string,
  undoId: string,
  leaseMs: number,
): Promise<boolean> => {
  const rows = await tx`update xin.undos
    set lease_owner = ${worker}, lease_until = now() + ${leaseMs}::int * interval '1 millisecond'
    where id = ${undoId} and state = 'running'
      and (lease_owner is null or lease_owner = ${worker} or lease_until < now()) returning 1`;
  return rows.length > 0;
};

/** Ends an undo that runs. False when it did not. */
export const endUndo = async (
  tx: Tx,
  undoId: string,
  state: "done" | "stopped",
): Promise<boolean> => {
  const rows =
    await tx`update xin.undos set state = ${state}, finished_at = now(), lease_owner = null,
    lease_until = null where id = ${undoId} and state = 'running' returning 1`;
  return rows.length > 0;
};

/** Claims undos that run and that nobody holds, of all tenants, for a worker. */
export const claimUndos = (
  tx: Tx,
  worker: string,
  limit: number,
  leaseMs: number,
): Promise<{ readonly tenantId: string; readonly undoId: string }[]> =>
  tx<{ tenantId: string; undoId: string }[]>`
    select tenant_id as "tenantId", id as "undoId" from xin.claim_undos(${worker}, ${limit}, ${leaseMs})`
    .execute()
    .then((rows) => [...rows]);
