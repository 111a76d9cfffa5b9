import { Schema } from "effect";

/**
 * What was tried before people were asked, newest last. `name` is an article, a model or a line of the policy;
 * `detail` a code, such as the reason a model failed or the guards that objected, or a percentage.
 */
export const Tried = Schema.Struct({
  what: Schema.Literals(["searched", "answered", "drafted", "held_back", "model_failed", "rule"]),
  name: Schema.NullOr(Schema.String),
  detail: Schema.NullOr(Schema.String),
});
export type Tried = typeof Tried.Type;

/** A conversation in a few words, for whoever takes it up. Made of its own sentences, without a model. */
export const HandOverBrief = Schema.Struct({
  /** What the visitor still waits to hear, else what they asked last; in their words. */
  question: Schema.String,
  /** The sentences that say most, oldest first. */
  summary: Schema.Array(
    Schema.Struct({ by: Schema.Literals(["visitor", "ai", "team"]), text: Schema.String }),
  ),
  /** Numbers of orders, addresses and the like that the visitor gave. */
  facts: Schema.Array(Schema.String),
  tried: Schema.Array(Tried),
});
export type HandOverBrief = typeof HandOverBrief.Type;
