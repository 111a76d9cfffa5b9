import type { ActionDeps } from "./action-deps.ts";
import type { Envelope } from "./envelope.ts";
import { assertActor, assertEpoch, people } from "./fence.ts";
import type { Outcome } from "./outcome.ts";
import { judgeAnswer, nothing, takenOver } from "./plan-message.ts";
import { refusalOf } from "./refusal-of.ts";
import { runAct } from "./run-act.ts";

/** Which conversation to take. */
export type TakeOver = { readonly conversationId: string };

/**
 * A person takes the conversation, from the AI, the queue or a colleague. The epoch rises, so that
 * whatever the AI is writing is refused. Changes nothing when the person has it already.
 */
export const takeOver = (deps: ActionDeps, env: Envelope, input: TakeOver): Promise<Outcome> =>
  runAct(deps, {
    env,
    conversationId: input.conversationId,
    refusal: refusalOf(() => assertActor(env, people)),
    opening: null,
    decide: ({ row }) => {
      assertEpoch(env, row);
      const { actor } = env;
      const owner = row.assignee?.id ?? null;
      const has = actor.kind === "member" ? owner === actor.id : owner === null;
      if (row.holder === "people" && has) return nothing;
      const isFromAi = row.holder === "ai";
      return {
        events: [takenOver(row, env)],
        ...(isFromAi ? { alsoWrite: judgeAnswer(row, env) } : {}),
        inverse: isFromAi
          ? { action: "handBack", input: { conversationId: row.id, note: null } }
          : { action: "assign", input: { conversationId: row.id, memberId: owner } },
      };
    },
  });
