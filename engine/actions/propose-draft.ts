import type { Citation } from "#contract/conversation-event.ts";
import type { Tx } from "#db/client.ts";
import { recordDraftOutcome } from "#db/writes/draft-outcome.ts";
import type { ActionDeps } from "./action-deps.ts";
import { ActionRefused } from "./action-refused.ts";
import { isId } from "./check-envelope.ts";
import type { Envelope } from "./envelope.ts";
import { assertActor, assertEpoch, staff } from "./fence.ts";
import type { Outcome } from "./outcome.ts";
import { refuseParts, teamEvent } from "./plan-message.ts";
import { refusalOf } from "./refusal-of.ts";
import { runAct } from "./run-act.ts";

/** An answer for a person to approve. `confidence` is 0 to 1. */
export type ProposeDraft = {
  readonly conversationId: string;
  readonly decisionId: string;
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly confidence: number;
};

/**
 * The AI proposes an answer; the team sees it, visitors do not. A newer draft replaces an older one.
 * The AI must hold the conversation and state its epoch. A person may put back a discarded draft.
 */
export const proposeDraft = (
  deps: ActionDeps,
  env: Envelope,
  input: ProposeDraft,
): Promise<Outcome> =>
  runAct(deps, {
    env,
    conversationId: input.conversationId,
    refusal: refusalOf(() => assertActor(env, ["ai", ...staff])) ?? refuse(input),
    opening: null,
    decide: ({ row }) => {
      assertEpoch(env, row);
      const { decisionId, text, citations, confidence } = input;
      return {
        events: [teamEvent({ type: "draft.proposed", decisionId, text, citations, confidence })],
        inverse: { action: "discardDraft", input: { conversationId: row.id, decisionId } },
        ...(env.actor.kind === "ai" ? {} : { alsoWrite: putBack(env, decisionId) }),
      };
    },
  });

const putBack = (env: Envelope, decisionId: string) => (tx: Tx) =>
  recordDraftOutcome(tx, env.tenantId, decisionId, {
    outcome: "drafted",
    messageSeq: null,
    verdict: null,
  });

const refuse = ({ decisionId, text, confidence }: ProposeDraft): ActionRefused | null => {
  if (!isId(decisionId) || !(confidence >= 0 && confidence <= 1)) {
    return new ActionRefused({
      kind: "invalid",
      message: "A draft needs its decision's id and a confidence from 0 to 1.",
    });
  }
  return refuseParts([{ type: "text", text }]);
};
