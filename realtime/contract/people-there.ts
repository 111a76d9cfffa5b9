import { Schema } from "effect";

/** Whether people are there to answer, and when that changes (ISO 8601); null when it is not known. */
export const PeopleThere = Schema.Struct({
  open: Schema.Boolean,
  changesAt: Schema.NullOr(Schema.String),
});
export type PeopleThere = typeof PeopleThere.Type;
