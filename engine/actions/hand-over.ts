import type { ActionDeps } from "./action-deps.ts";
import type { Envelope } from "./envelope.ts";
import { assertActor, assertEpoch, autonomous, staff } from "./fence.ts";
import type { Outcome } from "./outcome.ts";
import { handOverPlan, type HandOverReason } from "./plan-hand-over.ts";
import { nothing } from "./plan-message.ts";
import { readHandOverBrief } from "./read-hand-over-brief.ts";
import { refusalOf } from "./refusal-of.ts";
import { runAct } from "./run-act.ts";

/** `detail` is a line for the team; visitors see neither it nor the decision. */
export type HandOver = {
  readonly conversationId: string;
  readonly reason: HandOverReason;
  readonly detail: string | null;
  readonly decisionId: string | null;
};

/**
 * The AI, or somebody for it, hands the conversation to people: it waits for one, and the epoch
 * rises. The AI is refused as `stale_epoch` when it does not hold it any more; for others nothing
 * changes then. A visitor who wants a person uses `requestPerson`.
 */
export const handOver = async (
  deps: ActionDeps,
  env: Envelope,
  input: HandOver,
): Promise<Outcome> => {
  const refusal = refusalOf(() => assertActor(env, [...autonomous, ...staff]));
  const brief =
    refusal === null ? await readHandOverBrief(deps, env.tenantId, input.conversationId) : null;
  return runAct(deps, {
    env,
    conversationId: input.conversationId,
    refusal,
    opening: null,
    decide: ({ row }) => {
      assertEpoch(env, row);
      return row.holder === "ai" ? handOverPlan(row, [], input, brief) : nothing;
    },
  });
};
