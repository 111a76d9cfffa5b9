import { readMember } from "#db/reads/members.ts";
import type { Tx } from "#db/client.ts";
import { may } from "../tenancy/permissions.ts";
import type { LockedConversation } from "#db/writes/begin-append.ts";
import type { Plan } from "./act.ts";
import type { ActionDeps } from "./action-deps.ts";
import { ActionRefused } from "./action-refused.ts";
import { isId } from "./check-envelope.ts";
import type { Envelope } from "./envelope.ts";
import { assertActor, assertEpoch, autonomous, staff } from "./fence.ts";
import type { Outcome } from "./outcome.ts";
import { nothing, teamEvent } from "./plan-message.ts";
import { refusalOf } from "./refusal-of.ts";
import { runAct } from "./run-act.ts";

/** Null: nobody. */
export type AssignInput = { readonly conversationId: string; readonly memberId: string | null };

/**
 * Names who looks after a conversation. Custody stays as it is: the AI goes on until somebody takes
 * over. Refused as `not_found` for no member of the tenant, `conflict` for one who may not answer.
 */
export const assign = (deps: ActionDeps, env: Envelope, input: AssignInput): Promise<Outcome> =>
  runAct(deps, {
    env,
    conversationId: input.conversationId,
    refusal: refusalOf(() => assertActor(env, [...staff, ...autonomous])),
    opening: null,
    decide: ({ row }, tx) => {
      assertEpoch(env, row);
      return planAssign(row, input.memberId, tx);
    },
  });

/** What assigning a conversation writes. Throws ActionRefused. */
export const planAssign = async (
  row: LockedConversation,
  memberId: string | null,
  tx: Tx,
): Promise<Plan> => {
  const before = row.assignee?.id ?? null;
  if (before === memberId) return nothing;
  const member = await assignable(tx, memberId);
  return {
    events: [teamEvent({ type: "conversation.assigned", ...member })],
    inverse: { action: "assign", input: { conversationId: row.id, memberId: before } },
  };
};

const assignable = async (tx: Tx, memberId: string | null) => {
  if (memberId === null) return { memberId, memberName: null };
  const member = isId(memberId) ? await readMember(tx, memberId) : null;
  if (member === null) {
    throw new ActionRefused({ kind: "not_found", message: "There is no such member." });
  }
  if (!may(member.role, "conversations.write")) {
    throw new ActionRefused({
      kind: "conflict",
      message: `${member.name} has the role ${member.role}, which cannot answer conversations. Choose somebody else.`,
    });
  }
  return { memberId: member.id, memberName: member.name };
};
