import { Schema } from "effect";
import { canaryMeasures } from "#engine/policy-canary/compare-canary.ts";

/** A figure of one arm: a share of 1, US dollars, or a score. `count` is null for means. */
const CanaryFigure = Schema.NullOr(
  Schema.Struct({
    value: Schema.Number,
    low: Schema.Number,
    high: Schema.Number,
    count: Schema.NullOr(Schema.Int),
    of: Schema.Int,
  }),
);

/** How a canary does beside production, since it was set. */
export const CanaryComparison = Schema.Struct({
  began: Schema.String,
  conversations: Schema.Struct({ canary: Schema.Int, production: Schema.Int }),
  measures: Schema.Array(
    Schema.Struct({
      measure: Schema.Literals(canaryMeasures),
      canary: CanaryFigure,
      production: CanaryFigure,
      /** Canary less production; null when there is too little to tell. */
      difference: Schema.NullOr(
        Schema.Struct({ value: Schema.Number, low: Schema.Number, high: Schema.Number }),
      ),
      verdict: Schema.Literals(["too-little", "no-difference", "better", "worse"]),
    }),
  ),
}).annotate({ identifier: "CanaryComparison" });
