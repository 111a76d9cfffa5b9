import { readMember } from "#db/reads/members.ts";
import type { ActionDeps } from "./action-deps.ts";
import type { Envelope } from "./envelope.ts";
import { assertActor } from "./fence.ts";
import type { Outcome } from "./outcome.ts";
import { nothing, teamEvent } from "./plan-message.ts";
import { refusalOf } from "./refusal-of.ts";
import { runAct } from "./run-act.ts";

/** `step` counts from 1; without a member the whole team is told. */
export type Escalate = {
  readonly conversationId: string;
  /** The epoch under which it waits: whoever took it meanwhile ends that. */
  readonly epoch: number;
  readonly step: number;
  readonly minutes: number;
  readonly memberId: string | null;
};

/**
 * A conversation that nobody has taken goes to the next person, who is then assigned. Nothing changes when
 * somebody took it meanwhile. A member who is gone leaves it with the team.
 */
export const escalate = (deps: ActionDeps, env: Envelope, input: Escalate): Promise<Outcome> =>
  runAct(deps, {
    env,
    conversationId: input.conversationId,
    refusal: refusalOf(() => assertActor(env, ["system"])),
    opening: null,
    decide: async ({ row }, tx) => {
      const { step, minutes, epoch } = input;
      if (row.holder !== "waiting" || row.epoch !== epoch || row.status !== "open") return nothing;
      const member = input.memberId === null ? null : await readMember(tx, input.memberId);
      const [memberId, memberName] = [member?.id ?? null, member?.name ?? null];
      return {
        events: [
          teamEvent({ type: "conversation.escalated", step, minutes, memberId, memberName }),
        ],
        inverse: {
          action: "assign",
          input: { conversationId: row.id, memberId: row.assignee?.id ?? null },
        },
      };
    },
  });
