import { setTimeout as sleep } from "node:timers/promises";
import { v4 as uuidv4 } from "uuid";
import { changeTags } from "#engine/actions/change-tags.ts";
import { resolve } from "#engine/actions/resolve.ts";
import type { settleReply } from "#engine/actions/settle-reply.ts";

/** A moment in which a process may die. */
const apartMs = 2_000;

/** The product, but what the model asked for by tools is committed a moment after the decision, and not with it. */
export const settleApart =
  (together: typeof settleReply): typeof settleReply =>
  async (deps, env, { acts = [], ...reply }) => {
    const outcome = await together(deps, env, reply);
    const { conversationId } = reply.decision;
    if (acts.length > 0) await sleep(apartMs);
    for (const act of acts) {
      const own = { ...env, idempotencyKey: uuidv4() };
      if (act.kind === "tag") {
        await changeTags(deps, own, { conversationId, add: [act.tag], remove: [] });
      }
      if (act.kind === "close") await resolve(deps, own, { conversationId });
    }
    return outcome;
  };
