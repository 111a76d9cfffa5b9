import type { Citation } from "#contract/conversation-event.ts";
import type { Locale } from "#contract/ids.ts";
import type { Part } from "#contract/part.ts";
import { recordDraftOutcome } from "#db/writes/draft-outcome.ts";
import type { Tx } from "#db/client.ts";
import type { Act, ConversationState, Opening, Plan } from "./act.ts";
import type { ActionDeps } from "./action-deps.ts";
import type { ActionRefused } from "./action-refused.ts";
import { enqueueAct } from "./append-queue.ts";
import { assertSeen } from "./assert-seen.ts";
import type { Envelope } from "./envelope.ts";
import { assertActor, assertEpoch, autonomous, people, staff } from "./fence.ts";
import type { Outcome } from "./outcome.ts";
import {
  judgeAnswer,
  messageEvent,
  messagePlan,
  refuseParts,
  takenOver,
  visitorArrives,
  type Words,
} from "./plan-message.ts";
import { refusalOf } from "./refusal-of.ts";
import { checkAct, runAct } from "./run-act.ts";

/** A message or a note. */
export type PostMessage = {
  readonly conversationId: string;
  readonly parts: readonly Part[];
  /** True for a note, which only the team sees. */
  readonly note: boolean;
  /** The newest seq the writer has seen; a public message is held back when others wrote after it. */
  readonly seenSeq?: number;
  /** Visitors: path of the page it was written on. */
  readonly page?: string | null;
  /** Visitors: the language of a conversation that is opened by it; otherwise the contact's. */
  readonly locale?: Locale;
  /** Visitors: the channel they came by; without it no conversation is opened. */
  readonly channelId?: string;
  readonly citations?: readonly Citation[];
  /** The decision it comes from. */
  readonly decisionId?: string | null;
};

/**
 * Posts a message, coalesced with its neighbours into one transaction. A visitor's message opens the
 * conversation, or opens it again; it is never held back. A person's public message takes the
 * conversation from the AI or from the queue. The AI must hold it and state its epoch.
 *
 * Refused as `blank`, `too_large`, `invalid`, `forbidden`, `not_found`, `unseen`, `stale_epoch` or
 * `overloaded`. A retry gets the first answer before any of these checks but `not_found`.
 */
export const postMessage = async (
  deps: ActionDeps,
  env: Envelope,
  input: PostMessage,
): Promise<Outcome> => {
  const opening = openingOf(env, input);
  const refusal = refuse(env, input);
  const act: Act = checkAct({
    env,
    conversationId: input.conversationId,
    refusal,
    opening: refusal === null ? opening : null,
    decide: (state, tx) => plan(tx, env, input, state, opening),
  });
  if (env.dryRun) return runAct(deps, act);
  return enqueueAct(deps, act, lengthOf(input));
};

const openingOf = ({ actor }: Envelope, input: PostMessage): Opening | null => {
  const { channelId, page = null, locale = null } = input;
  if (actor.kind !== "visitor" || actor.id === null || channelId === undefined) return null;
  return { channelId, contactId: actor.id, locale, page };
};

const refuse = (env: Envelope, { parts, note }: PostMessage): ActionRefused | null => {
  const writers = note ? staff : (["visitor", ...people] as const);
  return refusalOf(() => assertActor(env, [...writers, ...autonomous])) ?? refuseParts(parts);
};

const plan = async (
  tx: Tx,
  env: Envelope,
  input: PostMessage,
  state: ConversationState,
  opening: Opening | null,
): Promise<Plan> => {
  const { row } = state;
  const message = messageEvent(wordsOf(env, input));
  if (env.actor.kind === "visitor") {
    return messagePlan(row, [...visitorArrives(row, opening), message]);
  }
  assertEpoch(env, row);
  if (input.note || env.actor.kind === "ai" || env.actor.kind === "automation") {
    return messagePlan(row, [message]);
  }
  if (input.seenSeq !== undefined) await assertSeen(tx, state, input.seenSeq, env.actor.id);
  const events = row.holder === "people" ? [message] : [takenOver(row, env), message];
  const { draft } = row;
  if (draft === null) {
    return messagePlan(row, events, row.holder === "ai" ? judgeAnswer(row, env) : undefined);
  }
  // The person's own words go out instead of the AI's.
  return messagePlan(row, events, (write) =>
    recordDraftOutcome(write, env.tenantId, draft.decisionId, {
      outcome: "discarded",
      messageSeq: null,
      verdict: "rejected",
    }),
  );
};

/** Visitors cite nothing and decide nothing, whatever they send. */
const wordsOf = ({ actor, decisionId }: Envelope, input: PostMessage): Words => ({
  parts: input.parts,
  note: input.note,
  citations: actor.kind === "visitor" ? [] : (input.citations ?? []),
  decisionId: actor.kind === "visitor" ? null : (input.decisionId ?? decisionId),
});

const lengthOf = ({ parts }: PostMessage): number =>
  parts.reduce((sum, part) => sum + part.text.length, 0);
