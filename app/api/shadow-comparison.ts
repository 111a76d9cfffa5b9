import { Schema } from "effect";

const Outcomes = Schema.Struct({
  sent: Schema.Int,
  drafted: Schema.Int,
  handedOver: Schema.Int,
  other: Schema.Int,
});

/** What the version in the shadow would have done beside what was done, over the same turns; costs in US dollars. */
export const ShadowComparison = Schema.Struct({
  decided: Schema.Int,
  isCut: Schema.Boolean,
  shadow: Outcomes,
  production: Outcomes,
  sameOutcome: Schema.Int,
  /** Both wrote an answer, and of those, they say about the same. */
  bothAnswered: Schema.Int,
  alike: Schema.Int,
  /** The shadow wrote an answer and people sent one, and of those, they say about the same. */
  besidePeople: Schema.Int,
  likePeople: Schema.Int,
  shadowUsd: Schema.Number,
  productionUsd: Schema.Number,
}).annotate({ identifier: "ShadowComparison" });
