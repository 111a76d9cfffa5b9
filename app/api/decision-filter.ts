import { Schema } from "effect";
import { Id } from "#contract/ids.ts";

/** What a decision can be about. */
export const kinds = ["reply", "undo", "fallback", "canary"] as const;

/** What came of a decision. */
export const outcomes = [
  ...(["sent", "drafted", "handed_over", "superseded"] as const),
  ...(["failed", "approved", "discarded", "undone", "shadowed", "fell_back"] as const),
  "canary_stopped" as const,
];

/** How far the AI may go by itself. */
export const modes = ["off", "shadow", "draft", "auto"] as const;

/** What people do after a decision. */
export const reactionKinds = [
  ...(["approved", "edited", "rejected", "took_over"] as const),
  ...(["undone", "reopened", "replied"] as const),
];

const most = 2_000_000_000;

/** A whole number in an address. */
export const Whole = Schema.FiniteFromString.check(
  Schema.isInt(),
  Schema.isBetween({ minimum: 0, maximum: most }),
);

/** ISO 8601 with a zone: a moment, not a day. */
export const Moment = Schema.String.check(
  Schema.isPattern(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)$/),
  Schema.makeFilter((text) => !Number.isNaN(Date.parse(text)), {
    description: "a moment in ISO 8601, such as 2026-11-26T09:00:00Z",
  }),
);

const fields = <Whole extends Schema.Top>(whole: Whole) => ({
  kind: Schema.optionalKey(Schema.Literals(kinds)),
  outcome: Schema.optionalKey(Schema.Literals(outcomes)),
  mode: Schema.optionalKey(Schema.Literals(modes)),
  policyId: Schema.optionalKey(Id),
  /** Together with policyId. */
  policyVersion: Schema.optionalKey(whole),
  /** A line of the policy whose paragraph applied; together with policyId. */
  ruleLine: Schema.optionalKey(whole),
  model: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(200))),
  /** A tool that the model called, whatever came of it. */
  tool: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(100))),
  from: Schema.optionalKey(Moment),
  /** The first moment that counts no more. */
  to: Schema.optionalKey(Moment),
  /** What people did after; none: nothing yet. */
  reaction: Schema.optionalKey(Schema.Literals([...reactionKinds, "none"])),
  conversationId: Schema.optionalKey(Id),
});

/** What decisions can be narrowed by in an address; what is left out does not narrow. */
export const filterQuery = fields(Whole);

/** The same in a body. */
export const filterBody = fields(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: most })));
