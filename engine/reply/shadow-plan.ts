import type { ReplyBasis } from "./reply-material.ts";
import type { Revision } from "./read-revision.ts";
import type { ReplyPlan } from "./reply-plan.ts";
import { carriedPlan, revisedPlan } from "./revised-plan.ts";
import { modeOf } from "./ruled-reply.ts";

/** In shadow it is decided as if the AI answered by itself. */
export const withoutShadow = <Basis extends ReplyBasis>(basis: Basis): Basis =>
  modeOf(basis) === "shadow" ? { ...basis, mode: "auto" } : basis;

/**
 * In shadow, what the AI would have done by itself is kept for the record alone: nobody is told, and nothing is sent
 * or drafted. A conversation it holds goes to people, who answer it as they would without the AI. People make
 * nothing of an answer they never saw, so it says nothing about the send line either. What a person asked for
 * is a draft in every mode.
 */
export const planInMode = (
  basis: ReplyBasis & { readonly revision?: Revision | null; readonly carried?: Revision | null },
  plan: ReplyPlan,
): ReplyPlan => {
  if (basis.revision != null) return revisedPlan(basis.revision, plan);
  if (basis.carried != null) return carriedPlan(basis.carried, plan);
  return modeOf(basis) !== "shadow" || plan.effect.kind === "superseded"
    ? plan
    : {
        ...plan,
        effect: { kind: "shadow", handOver: plan.reason === "asked" ? "asked" : "off" },
        outcome: "shadowed",
        reason: `would_${plan.effect.kind === "send" ? "send" : "hand_over"}:${plan.reason}`,
        scoring: null,
        acts: [],
        tools: proposedOnly(plan.tools),
      };
};

/** Calls whose acts are not carried out after all. */
export const proposedOnly = (tools: ReplyPlan["tools"]): ReplyPlan["tools"] =>
  tools.map((call) => (call.outcome === "done" ? { ...call, outcome: "proposed" } : call));
