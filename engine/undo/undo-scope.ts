import type { Tx } from "#db/client.ts";
import { type ActScope, type AutonomousAct, readActsOf } from "#db/reads/undo-acts-of.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import type { Envelope } from "../actions/envelope.ts";
import { isId } from "../actions/check-envelope.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { undoableTypes } from "./undo-registry.ts";

/** Most acts of one undo. */
export const mostUndone = 5000;

/**
 * Refuses who may not take these acts back (`forbidden`: those of many decisions at once are for who runs the
 * workspace), and a scope that makes no sense (`invalid`): one without a beginning would take back all there ever was.
 */
export const assertScope = ({ actor }: Envelope, scope: ActScope): void => {
  assertMay(actor.role, scope.kind === "decisions" ? "decisions.undo-many" : "decisions.undo");
  const ids =
    scope.kind === "act"
      ? scope.conversationId
      : scope.kind === "decision"
        ? scope.decisionId
        : null;
  if (ids !== null && !isId(ids)) throw notFound();
  if (scope.kind !== "decisions") return;
  const { from, to, conversationId } = scope.filter;
  const isBounded = typeof from === "string" || typeof conversationId === "string";
  if (!isBounded) {
    throw new ActionRefused({
      kind: "invalid",
      message: "Say from when on: an undo of many decisions needs `from`, or one conversation.",
    });
  }
  if (typeof from === "string" && typeof to === "string" && Date.parse(from) >= Date.parse(to)) {
    throw new ActionRefused({ kind: "invalid", message: "`from` must come before `to`." });
  }
};

/**
 * The acts a scope covers. Refused as `not_found` when there is no such act or decision, `too_large` above
 * what one undo may take back.
 */
export const actsOf = async (tx: Tx, scope: ActScope): Promise<readonly AutonomousAct[]> => {
  const acts = await readActsOf(tx, scope, { types: undoableTypes, most: mostUndone + 1 });
  if (acts.length === 0 && scope.kind !== "decisions") await assertThere(tx, scope);
  if (acts.length > mostUndone) {
    throw new ActionRefused({
      kind: "too_large",
      message: `These are more than ${mostUndone} acts. Narrow the time or the filter and do it in parts.`,
    });
  }
  return acts;
};

const assertThere = async (
  tx: Tx,
  scope: Exclude<ActScope, { kind: "decisions" }>,
): Promise<void> => {
  const found =
    scope.kind === "decision"
      ? await tx`select from xin.decisions where id = ${scope.decisionId}`
      : await tx`select from xin.events where conversation_id = ${scope.conversationId} and seq = ${scope.seq}
          and actor_kind in ('ai', 'automation')`;
  if (found.length === 0) throw notFound();
};

const notFound = () =>
  new ActionRefused({ kind: "not_found", message: "There is no such act of the AI." });
