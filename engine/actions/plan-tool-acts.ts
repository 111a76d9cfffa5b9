import type { Tx } from "#db/client.ts";
import type { ToolAct } from "../tools/tool.ts";
import type { ConversationState, Plan } from "./act.ts";
import { ActionRefused } from "./action-refused.ts";
import { planAssign } from "./assign.ts";
import { planTags } from "./change-tags.ts";
import type { Envelope } from "./envelope.ts";
import { publicEvent } from "./plan-message.ts";

/** What tool calls write, and the tools whose acts are left out of it. */
export type ToolPlan = { readonly plans: readonly Plan[]; readonly left: ReadonlySet<string> };

/** What sending a code to an address writes. Throws CodeTooSoon, which no answer outlives. */
export type SendCode = (
  env: Envelope,
  row: ConversationState["row"],
  email: string,
  tx: Tx,
) => Promise<Plan>;

/**
 * What the tool calls of a reply write, after the reply's own events: all tags in one change, the last assignment,
 * and the end of the conversation. An act that is impossible by now is left out, as the answer does not hang on it.
 */
export const planToolActs = async (
  env: Envelope,
  state: ConversationState,
  acts: readonly ToolAct[],
  tx: Tx,
  sendCode?: SendCode,
): Promise<ToolPlan> => {
  const conversationId = state.row.id;
  const add = acts.flatMap((act) => (act.kind === "tag" ? [act.tag] : []));
  const assignee = acts.findLast((act) => act.kind === "assign");
  const plans: Plan[] = [];
  const left = new Set<string>();
  const plan = async (tool: string, make: () => Promise<Plan>) => {
    try {
      plans.push(await make());
    } catch (error) {
      if (!(error instanceof ActionRefused)) throw error;
      left.add(tool);
    }
  };
  if (add.length > 0) {
    await plan("add_tag", () => planTags(env, state, { conversationId, add, remove: [] }, tx));
  }
  if (assignee !== undefined) {
    await plan("assign", () => planAssign(state.row, assignee.memberId, tx));
  }
  const asked = acts.find((act) => act.kind === "ask-identity");
  // The words of the reply say that a code is sent: it is, or the reply is not.
  if (asked !== undefined && sendCode !== undefined) {
    plans.push(await sendCode(env, state.row, asked.email, tx));
  }
  if (acts.some(({ kind }) => kind === "close") && state.row.status === "open") {
    plans.push({
      events: [publicEvent({ type: "conversation.resolved" })],
      inverse: { action: "reopen", input: { conversationId } },
    });
  }
  return { plans, left };
};
