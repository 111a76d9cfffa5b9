import type { Mode } from "#contract/mode.ts";
import { readEffectiveMode, readModeLimit } from "#db/reads/modes.ts";
import { writeModeLimit } from "#db/writes/modes.ts";
import { announceModes } from "../modes/announce-modes.ts";
import type { ActionDeps } from "./action-deps.ts";
import { noConversation } from "./check-envelope.ts";
import type { Envelope } from "./envelope.ts";
import { assertActor, assertEpoch, staff } from "./fence.ts";
import type { Outcome } from "./outcome.ts";
import { nothing, teamEvent } from "./plan-message.ts";
import { refusalOf } from "./refusal-of.ts";
import { runAct } from "./run-act.ts";

/** How far the AI may go in a conversation; null sets nothing. */
export type SetConversationMode = { readonly conversationId: string; readonly mode: Mode | null };

/**
 * A person says how far the AI may go in one conversation. The strictest mode still holds: the event tells which
 * that is. An answer that is being written under more than that is refused from now on, and begun anew. Changes
 * nothing when it is set so already.
 */
export const setConversationMode = async (
  deps: ActionDeps,
  env: Envelope,
  { conversationId, mode }: SetConversationMode,
): Promise<Outcome> => {
  const outcome = await runAct(deps, {
    env,
    conversationId,
    refusal: refusalOf(() => assertActor(env, staff)),
    opening: null,
    decide: async ({ row }, tx) => {
      assertEpoch(env, row);
      const before = await readModeLimit(tx, conversationId);
      if (before === undefined) throw noConversation();
      if (before === mode) return nothing;
      const holds = await readEffectiveMode(tx, conversationId, mode);
      if (holds === null) throw noConversation();
      const { mode: effective, reason } = holds;
      return {
        events: [teamEvent({ type: "conversation.mode-set", mode, effective, reason })],
        inverse: { action: "setConversationMode", input: { conversationId, mode: before } },
        alsoWrite: (write) =>
          writeModeLimit(write, conversationId, { limit: mode, mode: effective, reason }),
      };
    },
  });
  if (outcome.events.length > 0) announceModes(deps, env.tenantId, conversationId);
  return outcome;
};
