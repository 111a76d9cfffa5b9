import type { ActionDeps } from "./action-deps.ts";
import type { Envelope } from "./envelope.ts";
import { assertActor, assertEpoch, staff } from "./fence.ts";
import type { Outcome } from "./outcome.ts";
import { nothing, publicEvent } from "./plan-message.ts";
import { refusalOf } from "./refusal-of.ts";
import { runAct } from "./run-act.ts";

/** `note` is a word for the AI; visitors never see it. */
export type HandBackInput = { readonly conversationId: string; readonly note: string | null };

/** Gives the conversation back to the AI. The epoch rises. Changes nothing when the AI holds it. */
export const handBack = (deps: ActionDeps, env: Envelope, input: HandBackInput): Promise<Outcome> =>
  runAct(deps, {
    env,
    conversationId: input.conversationId,
    refusal: refusalOf(() => assertActor(env, staff)),
    opening: null,
    decide: ({ row }) => {
      assertEpoch(env, row);
      if (row.holder === "ai") return nothing;
      const { note } = input;
      return {
        events: [publicEvent({ type: "conversation.handed-back", epoch: row.epoch + 1, note })],
        inverse: { action: "takeOver", input: { conversationId: row.id } },
      };
    },
  });
