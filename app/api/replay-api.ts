import { Schema } from "effect";
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api";
import { Id } from "#contract/ids.ts";
import { Mode } from "#contract/mode.ts";
import { apiErrors } from "./api-error.ts";
import { Authorization } from "./caller.ts";
import { SchemaErrors } from "./schema-errors.ts";

/** Everything that is missing is as in the recording; the models are those in use. */
const Version = Schema.Struct({
  policy: Schema.optionalKey(
    Schema.Union([
      Schema.Literals(["recorded", "production"]),
      Schema.Struct({ policyId: Id, version: Schema.Int }),
      Schema.Struct({ text: Schema.String.check(Schema.isMaxLength(65_536)) }),
    ]),
  ),
  tuning: Schema.optionalKey(
    Schema.Union([
      Schema.Literals(["recorded", "production"]),
      Schema.Struct({ version: Schema.Int }),
    ]),
  ),
  model: Schema.optionalKey(
    Schema.Union([
      Schema.Literals(["in-use", "built-in"]),
      Schema.Struct({ name: Schema.String.check(Schema.isMaxLength(100)) }),
    ]),
  ),
  /** `search` looks through the knowledge of today. */
  passages: Schema.optionalKey(Schema.Literals(["recorded", "search"])),
}).annotate({ identifier: "ReplayVersion" });

const answer = {
  mode: Mode,
  outcome: Schema.String,
  reason: Schema.NullOr(Schema.String),
  text: Schema.NullOr(Schema.String),
  confidence: Schema.NullOr(Schema.Number),
  threshold: Schema.NullOr(Schema.Number),
  provider: Schema.NullOr(Schema.String),
  model: Schema.NullOr(Schema.String),
  costUsd: Schema.Number,
  ms: Schema.Number,
  passages: Schema.Array(Schema.Struct({ chunkId: Id, title: Schema.String })),
  /** Names of the guards that found something. */
  guards: Schema.Array(Schema.String),
} as const;

const Turn = Schema.Struct({
  seq: Schema.Int,
  at: Schema.String,
  question: Schema.String,
  /** What the AI did then; null where it was not asked. */
  recorded: Schema.NullOr(Schema.Struct({ ...answer, decisionId: Id })),
  told: Schema.NullOr(
    Schema.Struct({
      text: Schema.String,
      by: Schema.Literals(["ai", "people"]),
      at: Schema.String,
    }),
  ),
  replayed: Schema.Struct(answer),
  /** From the words of then to those of now. */
  words: Schema.Array(
    Schema.Struct({
      kind: Schema.Literals(["same", "removed", "added"]),
      text: Schema.String,
    }),
  ),
  changed: Schema.Struct({
    answer: Schema.Boolean,
    mode: Schema.Boolean,
    outcome: Schema.Boolean,
    passages: Schema.Boolean,
  }),
  /** Calls of tools that were not recorded, and so were not made. */
  missingCalls: Schema.Array(Schema.Struct({ name: Schema.String, input: Schema.Unknown })),
});

const Sum = Schema.Struct({ costUsd: Schema.Number, ms: Schema.Number });

const Replayed = Schema.Struct({
  conversationId: Id,
  turns: Schema.Array(Turn),
  counts: Schema.Struct({
    turns: Schema.Int,
    recorded: Schema.Int,
    answers: Schema.Int,
    modes: Schema.Int,
    outcomes: Schema.Int,
    missingCalls: Schema.Int,
  }),
  sums: Schema.Struct({ recorded: Sum, replayed: Sum }),
  costUsd: Schema.Number,
  unreached: Schema.Int,
  leftOut: Schema.Int,
  cut: Schema.Boolean,
}).annotate({ identifier: "ConversationReplay" });

/** Past conversations under another version. */
export const replayApi = HttpApiGroup.make("replay")
  .add(
    HttpApiEndpoint.post("conversation", "/:conversationId/replay", {
      params: { conversationId: Id },
      payload: Version,
      success: Replayed,
      error: apiErrors,
    }).annotate(
      OpenApi.Summary,
      "Answer a past conversation again under another policy, model or retrieval config; nothing is sent",
    ),
  )
  .middleware(SchemaErrors)
  .middleware(Authorization)
  .prefix("/api/v1/conversations");
