import type { ActScope } from "#db/reads/undo-acts-of.ts";
import { readUndo, type Undo } from "#db/reads/undos.ts";
import { insertUndo } from "#db/writes/undos.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import { checkEnvelope } from "../actions/check-envelope.ts";
import type { Envelope } from "../actions/envelope.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { actsOf, assertScope } from "./undo-scope.ts";
import { undoLeaseMs, workUndo } from "./work-undo.ts";

/** What to take back, and why. */
export type StartUndo = { readonly scope: ActScope; readonly reason: string | null };

/**
 * Takes acts back. One act or one run goes back before this answers; many decisions are stored as work that
 * goes on by itself and survives the process (`start-undos.ts`). The envelope's key is the undo's id: the
 * same again answers how far it is, whoever asks. Refused as `conflict` when that key meant something else.
 */
export const startUndo = async (
  deps: ActionDeps,
  unchecked: Envelope,
  { scope, reason }: StartUndo,
): Promise<Undo> => {
  const env = checkEnvelope(unchecked);
  assertScope(env, scope);
  const { tenantId, actor, traceparent, idempotencyKey: undoId } = env;
  if (actor.kind !== "member" && actor.kind !== "api" && actor.kind !== "system") {
    throw new ActionRefused({ kind: "forbidden", message: "Only people take acts back." });
  }
  const by = { kind: actor.kind, id: actor.id, name: actor.name, traceparent };
  const text = reason === null || reason.trim() === "" ? null : reason.trim().slice(0, 500);
  const isAtOnce = scope.kind !== "decisions";
  const worker = `at once ${undoId}`;
  const heldBy = isAtOnce ? { worker, leaseMs: undoLeaseMs } : null;
  const isNew = await deps.db.tenant(tenantId, async (tx) => {
    const before = await readUndo(tx, undoId);
    if (before !== null) return false;
    const acts = await actsOf(tx, scope);
    const undo = { id: undoId, scope, reason: text, by, acts, heldBy };
    const made = await insertUndo(tx, tenantId, undo);
    if (made) {
      await recordAudit(tx, env, "undo.started", undoId, {
        scope: scope.kind,
        acts: acts.length,
        ...(text === null ? {} : { hasReason: true }),
      });
    }
    return made;
  });
  if (isAtOnce) await workUndo(deps, tenantId, undoId, worker);
  const undo = await deps.db.tenant(tenantId, (tx) => readUndo(tx, undoId));
  if (undo === null) throw new Error("An undo that was stored is not there");
  if (!isNew && !isSameScope(undo.scope, scope)) {
    throw new ActionRefused({
      kind: "conflict",
      message: "This idempotency key was used for another undo. Send a new one.",
    });
  }
  return undo;
};

/** jsonb puts names in an order of its own. */
const isSameScope = (stored: unknown, asked: ActScope): boolean =>
  canonical(stored) === canonical(JSON.parse(JSON.stringify(asked)));

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
