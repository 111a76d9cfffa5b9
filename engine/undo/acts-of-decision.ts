import type { DecisionAct } from "#contract/decision-acts.ts";
import type { Tx } from "#db/client.ts";
import { readActsOf } from "#db/reads/undo-acts-of.ts";
import { previewActs } from "./preview-undo.ts";
import { undoableTypes } from "./undo-registry.ts";

/** Most acts of one decision that are shown. */
const most = 50;

/** What the AI did by a decision that can be taken back at all, each as if it were taken back alone. */
export const readDecisionActs = async (tx: Tx, decisionId: string): Promise<DecisionAct[]> => {
  const scope = { kind: "decision", decisionId } as const;
  const acts: DecisionAct[] = [];
  for (const act of await readActsOf(tx, scope, { types: undoableTypes, most })) {
    const [preview] = await previewActs(tx, new Map([[act.conversationId, [act]]]));
    if (preview === undefined) continue;
    const { conversationId, seq, type, way, undone, why, whySeq } = preview;
    const state = undone ? "can" : why === "already_undone" ? "undone" : "cannot";
    acts.push({ conversationId, seq, type, way, state, why, whySeq });
  }
  return acts;
};
