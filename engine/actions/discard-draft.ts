import { readDraftProposed } from "#db/reads/events.ts";
import type { StoredEvent } from "#db/reads/stored-event.ts";
import { recordDraftOutcome } from "#db/writes/draft-outcome.ts";
import type { ActionDeps } from "./action-deps.ts";
import type { Envelope } from "./envelope.ts";
import { assertActor, assertEpoch, staff } from "./fence.ts";
import { oneLine } from "./one-line.ts";
import type { Inverse, Outcome } from "./outcome.ts";
import { nothing, teamEvent } from "./plan-message.ts";
import { refusalOf } from "./refusal-of.ts";
import { runAct } from "./run-act.ts";

/** Which draft, and why. */
export type DiscardDraft = {
  readonly conversationId: string;
  readonly decisionId: string;
  readonly reason?: string;
};

/** Longest reason, in UTF-16 units. */
const reasonLength = 500;

/** Throws the AI's draft away; it can be put back. Changes nothing when it is not there any more. */
export const discardDraft = (
  deps: ActionDeps,
  env: Envelope,
  { conversationId, decisionId, reason }: DiscardDraft,
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
        events: [teamEvent({ type: "draft.discarded", decisionId, ...reasonOf(reason) })],
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

const reasonOf = (reason: string | undefined) => {
  const line = oneLine(reason ?? "", reasonLength);
  return line === "" ? {} : { reason: line };
};

const putBack = (proposed: StoredEvent | null): Inverse | null => {
  if (proposed?.body.type !== "draft.proposed") return null;
  const { type: _, ...draft } = proposed.body;
  return { action: "proposeDraft", input: { conversationId: proposed.conversationId, ...draft } };
};
