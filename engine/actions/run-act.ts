import type { Act, Settled } from "./act.ts";
import type { ActionDeps } from "./action-deps.ts";
import { checkEnvelope, isId, noConversation } from "./check-envelope.ts";
import { commitActs, rehearseAct } from "./commit-acts.ts";
import type { Outcome } from "./outcome.ts";

/** An act whose envelope and ids are fit to be stored. Throws ActionRefused. */
export const checkAct = (act: Act): Act => {
  const env = checkEnvelope(act.env);
  if (!isId(act.conversationId)) throw noConversation();
  return { ...act, env };
};

/** Runs an act in a transaction of its own, or rehearses it when the envelope says dry run. */
export const runAct = async (deps: ActionDeps, unchecked: Act): Promise<Outcome> => {
  const act = checkAct(unchecked);
  const { tenantId, dryRun } = act.env;
  if (dryRun) return outcomeOf(await rehearseAct(deps, tenantId, act));
  const [settled] = await commitActs(deps, tenantId, [act]);
  return outcomeOf(settled);
};

/** The outcome, or the refusal thrown. */
export const outcomeOf = (settled: Settled | undefined): Outcome => {
  if (settled === undefined) throw new Error("An act was left undecided");
  if (!settled.ok) throw settled.refused;
  return settled.outcome;
};
