import { isId } from "#app/server/is-id.ts";
import type { Signed } from "#app/server/require-principal.ts";
import { readDecision } from "#db/reads/decisions.ts";
import { readBlame } from "#engine/decisions/read-blame.ts";
import { may } from "#engine/tenancy/permissions.ts";
import { readDecisionActs } from "#engine/undo/acts-of-decision.ts";

/** A decision with its acts, where each sentence of its answer comes from, and whether the reader may take them back; null when there is none. */
export const readRecord = async ({ read, principal }: Signed, decisionId: string) => {
  if (!isId(decisionId)) return null;
  return read(async (tx) => {
    const decision = await readDecision(tx, decisionId);
    if (decision === null) return null;
    const acts = await readDecisionActs(tx, decisionId);
    const blame = await readBlame(tx, decision);
    return { decision, acts, blame, mayUndo: may(principal.role, "decisions.undo") };
  });
};
