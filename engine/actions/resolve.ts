import type { ActionDeps } from "./action-deps.ts";
import type { Envelope } from "./envelope.ts";
import { assertActor, assertEpoch, autonomous, staff } from "./fence.ts";
import type { Outcome } from "./outcome.ts";
import { nothing, publicEvent } from "./plan-message.ts";
import { refusalOf } from "./refusal-of.ts";
import { runAct } from "./run-act.ts";

/** Which conversation. */
export type ResolveInput = { readonly conversationId: string };

/**
 * Closes a conversation; the visitor's next message opens it again. An open draft goes with it.
 * Changes nothing when it is resolved already.
 */
export const resolve = (deps: ActionDeps, env: Envelope, input: ResolveInput): Promise<Outcome> =>
  runAct(deps, {
    env,
    conversationId: input.conversationId,
    refusal: refusalOf(() => assertActor(env, [...staff, ...autonomous])),
    opening: null,
    decide: ({ row }) => {
      assertEpoch(env, row);
      if (row.status === "resolved") return nothing;
      return {
        events: [publicEvent({ type: "conversation.resolved" })],
        inverse: { action: "reopen", input: { conversationId: row.id } },
      };
    },
  });
