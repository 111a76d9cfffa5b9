import { isId } from "#app/server/is-id.ts";
import type { Signed } from "#app/server/require-principal.ts";
import type { Decision } from "#contract/decision.ts";
import type { Tx } from "#db/client.ts";
import { readDecision } from "#db/reads/decisions.ts";
import { readPolicyVersion } from "#db/reads/policies.ts";
import { blameAnswer } from "#engine/decisions/blame-answer.ts";
import { parsePolicy } from "#engine/policy/parse-policy.ts";
import { may } from "#engine/tenancy/permissions.ts";
import { readDecisionActs } from "#engine/undo/acts-of-decision.ts";

/** A decision with its acts, where each sentence of its answer comes from, and whether the reader may take them back; null when there is none. */
export const readRecord = async ({ read, principal }: Signed, decisionId: string) => {
  if (!isId(decisionId)) return null;
  return read(async (tx) => {
    const decision = await readDecision(tx, decisionId);
    if (decision === null) return null;
    const acts = await readDecisionActs(tx, decisionId);
    const blame = blameAnswer(decision, await readPage(tx, decision));
    return { decision, acts, blame, mayUndo: may(principal.role, "decisions.undo") };
  });
};

/** The page it was decided under; null without one, and for one that an earlier version of Xin understood. */
const readPage = async (tx: Tx, { policy }: Decision) => {
  if (policy === null) return null;
  const version = await readPolicyVersion(tx, policy.id, policy.version);
  if (version === null) return null;
  const page = parsePolicy(version.text);
  return page.ok ? { text: version.text, parsed: page.policy } : null;
};
