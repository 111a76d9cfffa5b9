import { readUndo, type Undo } from "#db/reads/undos.ts";
import { endUndo } from "#db/writes/undos.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import type { Envelope } from "../actions/envelope.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { assertMay } from "../tenancy/permissions.ts";

/**
 * Ends an undo of many decisions after the conversation it is at. What went back stays back. Changes nothing when it
 * is over. Refused as `not_found` for no undo of the workspace.
 */
export const stopUndo = async (deps: ActionDeps, env: Envelope, undoId: string): Promise<Undo> => {
  assertMay(env.actor.role, "decisions.undo-many");
  return deps.db.tenant(env.tenantId, async (tx) => {
    const stopped = await endUndo(tx, undoId, "stopped");
    const undo = await readUndo(tx, undoId);
    if (undo === null) {
      throw new ActionRefused({ kind: "not_found", message: "There is no such undo." });
    }
    if (stopped) {
      const { undone, skipped, pending } = undo;
      await recordAudit(tx, env, "undo.stopped", undoId, { undone, skipped, pending });
    }
    return undo;
  });
};
