import { saysTheSame } from "../actions/says-the-same.ts";
import type { Revision } from "./read-revision.ts";
import type { ReplyPlan } from "./reply-plan.ts";

/**
 * What becomes of a plan that answers a person's ask for another draft. Whatever the AI would have done by
 * itself, it is a draft or nothing: the one that waits stays when no other came of it. What was written on demand
 * says nothing about the send line.
 */
export const revisedPlan = (revision: Revision, plan: ReplyPlan): ReplyPlan => {
  const asked = { revises: revision.of, instruction: revision.instruction, scoring: null };
  const { effect } = plan;
  if (effect.kind === "superseded") return { ...plan, ...asked };
  const isSame = effect.kind === "draft" && saysTheSame(revision.draft, effect.answer.text);
  if (effect.kind === "draft" && !isSame) {
    return { ...plan, ...asked, effect: { ...effect, revision }, reason: "revised" };
  }
  const why = isSame ? "same" : plan.reason === "failed" ? "failed" : "unsure";
  return {
    ...plan,
    ...asked,
    effect: { kind: "keep", revision, why },
    outcome: "failed",
    reason: `kept:${why}`,
    acts: [],
  };
};

/**
 * What becomes of a plan that answers what the visitor wrote since a person asked for another draft: an ordinary one,
 * which says in its draft that it was asked for.
 */
export const carriedPlan = ({ of, seq, instruction }: Revision, plan: ReplyPlan): ReplyPlan => {
  const { effect } = plan;
  const asked = { revises: of, instruction, scoring: null };
  return effect.kind === "draft"
    ? { ...plan, ...asked, effect: { ...effect, carries: { of, seq, instruction } } }
    : { ...plan, ...asked };
};
