import type { Opening } from "./act.ts";
import type { ActionDeps } from "./action-deps.ts";
import type { Envelope } from "./envelope.ts";
import { assertActor } from "./fence.ts";
import type { Outcome } from "./outcome.ts";
import { handOverPlan } from "./plan-hand-over.ts";
import { readHandOverBrief } from "./read-hand-over-brief.ts";
import { visitorArrives } from "./plan-message.ts";
import { refusalOf } from "./refusal-of.ts";
import { runAct } from "./run-act.ts";

/** With a channel, asking for a person may be the first act of a conversation. */
export type RequestPerson = {
  readonly conversationId: string;
  readonly channelId?: string;
  /** Path of the page it was asked on. */
  readonly page?: string | null;
};

/**
 * A visitor wants a person: at once the conversation waits for one, whatever the AI is doing, and
 * the epoch rises. Nothing changes when people have it, or it waits, already.
 */
export const requestPerson = async (
  deps: ActionDeps,
  env: Envelope,
  input: RequestPerson,
): Promise<Outcome> => {
  const refusal = refusalOf(() => assertActor(env, ["visitor"]));
  const opening = refusal === null ? openingOf(env, input) : null;
  // What the team is told may be a message behind; it is only told when the conversation is this visitor's.
  const brief =
    refusal === null ? await readHandOverBrief(deps, env.tenantId, input.conversationId) : null;
  return runAct(deps, {
    env,
    conversationId: input.conversationId,
    refusal,
    opening,
    decide: ({ row }) => {
      const before = visitorArrives(row, opening);
      return row.holder === "ai"
        ? handOverPlan(row, before, { reason: "asked", detail: null, decisionId: null }, brief)
        : { events: before, inverse: null };
    },
  });
};

const openingOf = ({ actor }: Envelope, { channelId, page }: RequestPerson): Opening | null =>
  channelId === undefined || actor.id === null
    ? null
    : { channelId, contactId: actor.id, locale: null, page: page ?? null };
