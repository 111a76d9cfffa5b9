import { isId } from "#app/server/is-id.ts";
import type { Signed } from "#app/server/require-principal.ts";
import { readDecision } from "#db/reads/decisions.ts";
import { may } from "#engine/tenancy/permissions.ts";
import { readDecisionActs } from "#engine/undo/acts-of-decision.ts";

/** A decision with its acts, and whether the reader may take them back; null when there is none. */
export const readRecord = async ({ read, principal }: Signed, decisionId: string) => {
  if (!isId(decisionId)) return null;
  return read(async (tx) => {
    const decision = await readDecision(tx, decisionId);
    if (decision === null) return null;
    const acts = await readDecisionActs(tx, decisionId);
    return { decision, acts, mayUndo: may(principal.role, "decisions.undo") };
  });
};
