import { readPendingActs, readUndo, readUndoActor } from "#db/reads/undos.ts";
import { endUndo, holdUndo } from "#db/writes/undos.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import type { Envelope } from "../actions/envelope.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { takeBack } from "./take-back.ts";

/** How long a worker holds an undo without a word, in ms. */
export const undoLeaseMs = 5000;

/** Most acts of one conversation that go back in one transaction. */
const mostInStep = 100;

/**
 * Goes on with an undo until nothing of it is left: conversation by conversation, each in a transaction that also
 * says what became of its acts, so that a process that dies in between has lost nothing and done nothing twice.
 * Returns early when another worker holds it, or it was stopped. `isStopping` ends it between two conversations.
 */
export const workUndo = async (
  deps: ActionDeps,
  tenantId: string,
  undoId: string,
  worker: string,
  isStopping: () => boolean = () => false,
): Promise<void> => {
  const found = await deps.db.tenant(tenantId, async (tx) => ({
    undo: await readUndo(tx, undoId),
    by: await readUndoActor(tx, undoId),
  }));
  if (found.undo === null || found.by === null) return;
  const { kind, id, name, traceparent } = found.by;
  const env: Envelope = {
    tenantId,
    // Whoever asked was allowed to when the undo was stored; it goes on though their role may have changed.
    actor: { kind, id, name, role: "owner" },
    decisionId: null,
    depth: 0,
    idempotencyKey: undoId,
    dryRun: false,
    traceparent,
  };
  while (!isStopping()) {
    const next = await deps.db.tenant(tenantId, async (tx) =>
      (await holdUndo(tx, worker, undoId, undoLeaseMs))
        ? { step: await readPendingActs(tx, undoId, mostInStep) }
        : null,
    );
    if (next === null) return;
    if (next.step === null) {
      await deps.db.tenant(tenantId, async (tx) => {
        if (!(await endUndo(tx, undoId, "done"))) return;
        const undo = await readUndo(tx, undoId);
        const { undone = 0, skipped = 0 } = undo ?? {};
        await recordAudit(tx, env, "undo.finished", undoId, { undone, skipped });
      });
      return;
    }
    await takeBack(deps, env, { undoId, reason: found.undo.reason, ...next.step });
  }
};
