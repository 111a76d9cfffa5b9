import type { CanaryRule } from "#db/reads/policy-moves.ts";
import { ActionRefused } from "../actions/action-refused.ts";

/** What may stop a canary, in the order it is looked at. */
export const stopMeasures = ["approved", "handedOver", "csat", "cost"] as const;

/** When a canary stops by itself, where nobody says otherwise. Costs differ too much between models for a default. */
export const defaultCanaryRule: CanaryRule = {
  approved: { margin: 0.05 },
  handedOver: { margin: 0.05 },
  csat: { margin: 0.25 },
};

/** The largest margins: half of the shares, two of the four points between scores, and US dollars. */
const most = { approved: 0.5, handedOver: 0.5, csat: 2, cost: 100 } as const;

/** Refuses, as `invalid`, a rule that watches for nothing, or with margins out of bounds. */
export const checkCanaryRule = (rule: CanaryRule | null): void => {
  if (rule === null) return;
  const watched = stopMeasures.filter((measure) => rule[measure] !== undefined);
  if (watched.length === 0) throw refused("Name what stops the canary, or null for nothing.");
  for (const measure of watched) {
    const margin = rule[measure]?.margin ?? -1;
    if (!(margin >= 0 && margin <= most[measure])) {
      throw refused(`A canary's margin of ${measure} is from 0 to ${most[measure]}.`);
    }
  }
  if (rule.cost !== undefined && !(rule.cost.bound > rule.cost.margin && rule.cost.bound <= 1000)) {
    throw refused("What a conversation's cost counts at most is more than its margin, up to 1000.");
  }
};

const refused = (message: string) => new ActionRefused({ kind: "invalid", message });
