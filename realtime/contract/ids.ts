import { Schema } from "effect";

/** A UUID in its canonical lower-case text form. */
export const Id = Schema.String.check(
  Schema.isPattern(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/),
);

/** Position of an event in its conversation, from 1, without gaps. */
export const Seq = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0));

/** The languages of Xin. */
export const Locale = Schema.Literals(["en", "zh"]);
export type Locale = typeof Locale.Type;
