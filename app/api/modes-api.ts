import { Schema } from "effect";
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api";
import { Id } from "#contract/ids.ts";
import { Mode, ModeReason } from "#contract/mode.ts";
import { apiErrors } from "./api-error.ts";
import { Authorization } from "./caller.ts";
import { SchemaErrors } from "./schema-errors.ts";

const Target = Schema.Struct({
  /** Null for the workspace itself. */
  channelId: Schema.NullOr(Id),
  channelName: Schema.NullOr(Schema.String),
  /** Null: no limit of its own. */
  set: Schema.NullOr(Schema.Struct({ mode: Mode, setBy: Schema.String, setAt: Schema.String })),
});

const Fallback = Schema.Struct({
  id: Id,
  decisionId: Id,
  answers: Schema.Int,
  wrong: Schema.Int,
  /** Shares of 0..1. */
  atMost: Schema.Number,
  least: Schema.Number,
  fellAt: Schema.String,
  /** Null: it holds answers back now. */
  returnedAt: Schema.NullOr(Schema.String),
  returnedBy: Schema.NullOr(Schema.String),
});

/** How far the AI may go, and how the answers fare that it sends by itself. */
const State = Schema.Struct({
  /** What holds where neither a channel nor a conversation says more, and whose mode that is. */
  holds: Schema.Struct({ mode: Mode, reason: ModeReason }),
  targets: Schema.Array(Target),
  acceptance: Schema.Struct({
    lookedAt: Schema.Int,
    answers: Schema.Int,
    /** Taken back, or taken over by a person upon it. */
    wrong: Schema.Int,
    /** Exact bounds of the share that is right: with 95 % certainty below, 99 % above. */
    atLeast: Schema.Number,
    atMost: Schema.Number,
    /** Below this nothing is sent any more. */
    least: Schema.Number,
  }),
  fallbacks: Schema.Array(Fallback),
}).annotate({ identifier: "ModeState" });

/** The newest 500 that fit; only what both answered can match. */
const Report = Schema.Struct({
  pairs: Schema.Array(
    Schema.Struct({
      decisionId: Id,
      conversationId: Id,
      channelName: Schema.String,
      question: Schema.NullOr(Schema.String),
      answer: Schema.NullOr(Schema.String),
      reason: Schema.String,
      confidence: Schema.NullOr(Schema.Number),
      policyVersion: Schema.NullOr(Schema.Int),
      decidedMs: Schema.Number,
      askedAt: Schema.String,
      sent: Schema.NullOr(Schema.String),
      waitedMs: Schema.NullOr(Schema.Number),
      likeness: Schema.NullOr(
        Schema.Struct({ similarity: Schema.Number, matches: Schema.Boolean }),
      ),
    }),
  ),
  counts: Schema.Struct({
    decided: Schema.Int,
    wouldSend: Schema.Int,
    wouldHandOver: Schema.Int,
    answered: Schema.Int,
    compared: Schema.Int,
    matched: Schema.Int,
  }),
  savedMs: Schema.NullOr(Schema.Struct({ median: Schema.Number, total: Schema.Number })),
  isCut: Schema.Boolean,
}).annotate({ identifier: "ShadowReport" });

/** How far the AI may go in the workspace and with the visitors of a channel. */
export const modesApi = HttpApiGroup.make("modes")
  .add(
    HttpApiEndpoint.get("get", "/", { success: State, error: apiErrors }).annotate(
      OpenApi.Summary,
      "Modes of the workspace and its channels, and how answers fare",
    ),
    HttpApiEndpoint.put("set", "/", {
      payload: Schema.Struct({
        /** Missing or null: the workspace itself. */
        channelId: Schema.optionalKey(Schema.NullOr(Id)),
        mode: Schema.NullOr(Mode),
      }),
      success: HttpApiSchema.NoContent,
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Set a mode, or take it away with null; the strictest holds"),
    HttpApiEndpoint.get("shadow", "/shadow-report", {
      query: {
        days: Schema.optionalKey(Schema.Literals(["7", "30", "90"])),
        channelId: Schema.optionalKey(Id),
        would: Schema.optionalKey(Schema.Literals(["send", "hand_over"])),
      },
      success: Report,
      error: apiErrors,
    }).annotate(OpenApi.Summary, "What the AI would have said, beside what people sent"),
    HttpApiEndpoint.post("returnToAuto", "/return-to-auto", {
      success: HttpApiSchema.NoContent,
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Let answers go out again after too few had been let stand"),
  )
  .middleware(SchemaErrors)
  .middleware(Authorization)
  .prefix("/api/v1/modes");
