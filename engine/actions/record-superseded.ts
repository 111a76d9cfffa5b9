import type { ActionDeps } from "./action-deps.ts";
import { ActionRefused } from "./action-refused.ts";
import { isId } from "./check-envelope.ts";
import type { Envelope } from "./envelope.ts";
import { assertActor, autonomous } from "./fence.ts";
import type { Outcome } from "./outcome.ts";
import { teamEvent } from "./plan-message.ts";
import { refusalOf } from "./refusal-of.ts";
import { runAct } from "./run-act.ts";

/** The decision whose answer came too late. */
export type RecordSuperseded = { readonly conversationId: string; readonly decisionId: string };

/**
 * Records that the AI had an answer when custody changed. The team sees it, the visitor gets nothing.
 * The one act of the AI that needs no epoch: it says that the epoch was old.
 */
export const recordSuperseded = (
  deps: ActionDeps,
  env: Envelope,
  { conversationId, decisionId }: RecordSuperseded,
): Promise<Outcome> =>
  runAct(deps, {
    env,
    conversationId,
    refusal: refusalOf(() => {
      assertActor(env, autonomous);
      if (isId(decisionId)) return;
      throw new ActionRefused({
        kind: "invalid",
        message: "decisionId must be a lower-case UUID.",
      });
    }),
    opening: null,
    decide: () => ({
      events: [teamEvent({ type: "reply.superseded", decisionId })],
      inverse: null,
    }),
  });
