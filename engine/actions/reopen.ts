import type { ActionDeps } from "./action-deps.ts";
import type { Envelope } from "./envelope.ts";
import { assertActor, assertEpoch, autonomous, staff } from "./fence.ts";
import type { Outcome } from "./outcome.ts";
import { nothing, publicEvent } from "./plan-message.ts";
import { refusalOf } from "./refusal-of.ts";
import { runAct } from "./run-act.ts";

/** Which conversation. */
export type ReopenInput = { readonly conversationId: string };

/** Opens a resolved conversation again, in the same custody. Changes nothing when it is open. */
export const reopen = (deps: ActionDeps, env: Envelope, input: ReopenInput): Promise<Outcome> =>
  runAct(deps, {
    env,
    conversationId: input.conversationId,
    refusal: refusalOf(() => assertActor(env, [...staff, ...autonomous])),
    opening: null,
    decide: ({ row }) => {
      assertEpoch(env, row);
      if (row.status === "open") return nothing;
      return {
        events: [publicEvent({ type: "conversation.reopened" })],
        inverse: { action: "resolve", input: { conversationId: row.id } },
      };
    },
  });
