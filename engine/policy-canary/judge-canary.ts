import type { CanaryRule, CanaryStop, StopMeasure } from "#db/reads/policy-moves.ts";
import type { StopFigures, StopTallies } from "#db/reads/canary-stop-figures.ts";
import { stopMeasures } from "./canary-rule.ts";
import { isAbove, meansApart, type Tally } from "./mixture-bound.ts";

/** Chance that a canary which is worse in nothing is ever stopped, over its whole life and all that it is watched for. */
export const stopRisk = 0.05;

/**
 * Whether a canary is worse than production by more than its margin in a measure that it is watched for: the first
 * such, with what shows it; null for none. May be asked as often as one likes.
 */
export const judgeCanary = (
  rule: CanaryRule,
  figures: Pick<StopFigures, "canary" | "production">,
): Omit<CanaryStop, "decisionId"> | null => {
  const watched = stopMeasures.filter((measure) => rule[measure] !== undefined);
  const risk = stopRisk / watched.length;
  for (const measure of watched) {
    const { margin, span } = scaleOf(measure, rule);
    const [canary, production] = [figures.canary, figures.production].map((arm) => arm[measure]);
    if (canary === undefined || production === undefined) continue;
    const bads = [badness(measure, canary, span), badness(measure, production, span)] as const;
    if (!isAbove(...bads, margin / span, risk)) continue;
    const { low, high } = meansApart(...bads, risk);
    return {
      measure,
      margin,
      ...(measure === "cost" ? { bound: span } : {}),
      canary: { n: canary.n, mean: canary.sum / canary.n },
      production: { n: production.n, mean: production.sum / production.n },
      worseBy: { low: low * span, high: high * span },
      risk,
      conversations: figures.canary.conversations + figures.production.conversations,
    };
  }
  return null;
};

/** The margin in units of the measure, and how far its values can lie apart. */
const scaleOf = (measure: StopMeasure, rule: CanaryRule) => {
  const margin = rule[measure]?.margin ?? 0;
  if (measure === "cost") return { margin, span: rule.cost?.bound ?? 1 };
  return { margin, span: measure === "csat" ? 4 : 1 };
};

/** The same values from 0 for the best to 1 for the worst. */
const badness = (
  measure: StopMeasure,
  { n, sum }: StopTallies[StopMeasure],
  span: number,
): Tally => {
  if (measure === "approved") return { n, sum: n - sum };
  if (measure === "csat") return { n, sum: (5 * n - sum) / span };
  return { n, sum: sum / span };
};
