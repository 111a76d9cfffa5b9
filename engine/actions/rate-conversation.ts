import { limits } from "#contract/names.ts";
import { readClosedSeq, readStandingRating } from "#db/reads/ratings.ts";
import { putRating } from "#db/writes/ratings.ts";
import type { ActionDeps } from "./action-deps.ts";
import { ActionRefused } from "./action-refused.ts";
import type { Envelope } from "./envelope.ts";
import { assertActor } from "./fence.ts";
import type { Outcome } from "./outcome.ts";
import { nothing, publicEvent } from "./plan-message.ts";
import { refusalOf } from "./refusal-of.ts";
import { runAct } from "./run-act.ts";
import { hasVisibleCharacter } from "./visible-text.ts";

/** How it was. */
export type RateConversation = {
  readonly conversationId: string;
  /** The event that closed the conversation. */
  readonly closedSeq: number;
  /** From 1, very bad, to 5, very good. */
  readonly score: number;
  /** At most 1,000 UTF-16 units; one without a visible character is none. */
  readonly comment: string | null;
};

/**
 * A visitor rates how a conversation was that is closed: once for each closing, to be changed for a day. Refused
 * as `conflict` when it is open or was closed anew, or when the day is over, as `invalid` for another score, as
 * `too_large` for a longer comment. Changes nothing when the rating is the same.
 */
export const rateConversation = (
  deps: ActionDeps,
  env: Envelope,
  input: RateConversation,
): Promise<Outcome> => {
  const { conversationId, closedSeq, score } = input;
  const comment =
    input.comment !== null && hasVisibleCharacter(input.comment) ? input.comment : null;
  return runAct(deps, {
    env,
    conversationId,
    refusal: refusalOf(() => {
      assertActor(env, ["visitor"]);
      assertRating(score, comment);
    }),
    opening: null,
    decide: async ({ row, pending }, tx) => {
      const closing = pending.findLast(({ body }) => body.type === "conversation.resolved");
      const newest = closing?.seq ?? (await readClosedSeq(tx, conversationId));
      if (row.status !== "resolved" || newest !== closedSeq) throw goesOn();
      const standing = await readStandingRating(tx, conversationId, closedSeq);
      if (standing?.score === score && standing.comment === comment) return nothing;
      if (standing?.mayChange === false) throw tooLate();
      const seq = row.lastSeq + 1;
      return {
        events: [publicEvent({ type: "conversation.rated", closedSeq, score, comment })],
        inverse: null,
        alsoWrite: (all) => putRating(all, env.tenantId, { conversationId, closedSeq, score, seq }),
      };
    },
  });
};

const assertRating = (score: number, comment: string | null) => {
  if (!Number.isInteger(score) || score < 1 || score > 5) {
    throw new ActionRefused({ kind: "invalid", message: "A rating is a whole number, 1 to 5." });
  }
  if (comment !== null && comment.length > limits.ratingCommentLength) {
    throw new ActionRefused({
      kind: "too_large",
      message: `A comment may have ${limits.ratingCommentLength} characters. Shorten it.`,
    });
  }
};

const goesOn = () =>
  new ActionRefused({
    kind: "conflict",
    message: "Only a conversation that is closed is rated, and this one goes on.",
  });

const tooLate = () =>
  new ActionRefused({ kind: "conflict", message: "A rating may be changed for a day." });
