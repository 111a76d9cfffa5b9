import { Schema } from "effect";
import { Id } from "#contract/ids.ts";
import { stopMeasures } from "#engine/policy-canary/canary-rule.ts";

const Margin = Schema.Struct({ margin: Schema.Number });

/** By how much a canary must be worse to be stopped: shares of 1, points of the score, US dollars. */
export const CanaryRule = Schema.Struct({
  approved: Schema.optionalKey(Margin),
  handedOver: Schema.optionalKey(Margin),
  csat: Schema.optionalKey(Margin),
  /** One conversation's cost counts at most as its bound. */
  cost: Schema.optionalKey(Schema.Struct({ margin: Schema.Number, bound: Schema.Number })),
}).annotate({ identifier: "CanaryRule" });

const Counted = Schema.Struct({ n: Schema.Int, mean: Schema.Number });

/** Why a canary was stopped by itself, in the units of its rule. */
export const CanaryStop = Schema.Struct({
  measure: Schema.Literals(stopMeasures),
  margin: Schema.Number,
  bound: Schema.optionalKey(Schema.Number),
  canary: Counted,
  production: Counted,
  /** How much worse it is at least and at most, at every look. */
  worseBy: Schema.Struct({ low: Schema.Number, high: Schema.Number }),
  /** The chance of this that was allowed for. */
  risk: Schema.Number,
  /** How many conversations both had answered by then. */
  conversations: Schema.Int,
  decisionId: Id,
}).annotate({ identifier: "CanaryStop" });

/** A canary that stopped by itself and that nobody has decided about since. */
export const StoppedCanary = Schema.Struct({
  n: Schema.Int,
  policyId: Id,
  policyName: Schema.String,
  version: Schema.Int,
  share: Schema.Number,
  movesRunning: Schema.Boolean,
  stopsWhen: Schema.NullOr(CanaryRule),
  stoppedFor: CanaryStop,
  stoppedAt: Schema.String,
}).annotate({ identifier: "StoppedCanary" });
