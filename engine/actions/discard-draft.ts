import { readDraftProposed } from "#db/reads/events.ts";
import type { StoredEvent } from "#db/reads/stored-event.ts";
import { recordDraftOutcome } from "#db/writes/draft-outcome.ts";
import type { ActionDeps } from "./action-deps.ts";
import type { Envelope } from "./envelope.ts";
import { assertActor, assertEpoch, staff } from "./fence.ts";
import type { Inverse, Outcome } from "./outcome.ts";
import { nothing, teamEvent } from "./plan-message.ts";
import { refusalOf } from "./refusal-of.ts";
import { runAct } from "./run-act.ts";

/** Which draft. */
export type DiscardDraft = { readonly conversationId: string; readonly decisionId: string };

/** Throws the AI's draft away; it can be put back. Changes nothing when it is not there any more. */
export const discardDraft = (
  deps: ActionDeps,
  env: Envelope,
  { conversationId, decisionId }: DiscardDraft,
): Promise<Outcome> =>
  runAct(deps, {
    env,
    conversationId,
    refusal: refusalOf(() => assertActor(env, staff)),
    opening: null,
    decide: async ({ row }, tx) => {
      assertEpoch(env, row);
      if (row.draft?.decisionId !== decisionId) return nothing;
      return {
        events: [teamEvent({ type: "draft.discarded", decisionId })],
        inverse: putBack(await readDraftProposed(tx, conversationId, decisionId)),
        alsoWrite: (write) =>
          recordDraftOutcome(write, env.tenantId, decisionId, {
            outcome: "discarded",
            messageSeq: null,
            verdict: "rejected",
          }),
      };
    },
  });

const putBack = (proposed: StoredEvent | null): Inverse | null => {
  if (proposed?.body.type !== "draft.proposed") return null;
  const { type: _, ...draft } = proposed.body;
  return { action: "proposeDraft", input: { conversationId: proposed.conversationId, ...draft } };
};
