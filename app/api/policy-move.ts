import { Schema } from "effect";
import { Id } from "#contract/ids.ts";
import { CanaryRule, CanaryStop } from "./canary-stop.ts";

/** A move of a pointer to a version of a policy. */
export const PolicyMove = Schema.Struct({
  n: Schema.Int,
  pointer: Schema.Literals(["production", "canary", "shadow"]),
  /** Null: the pointer was taken away. */
  policyId: Schema.NullOr(Id),
  policyName: Schema.NullOr(Schema.String),
  version: Schema.NullOr(Schema.Int),
  previousVersion: Schema.NullOr(Schema.Int),
  /** Whether open conversations moved along. */
  movesRunning: Schema.Boolean,
  /** Of the conversations, 0 to 1; null for production. */
  share: Schema.NullOr(Schema.Number),
  /** Of a canary: what stops it by itself; null where nothing does. */
  stopsWhen: Schema.NullOr(CanaryRule),
  /** Where a canary was stopped by itself: what for. */
  stoppedFor: Schema.NullOr(CanaryStop),
  movedBy: Schema.String,
  movedAt: Schema.String,
}).annotate({ identifier: "PolicyMove" });
