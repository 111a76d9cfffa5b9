import { Schema } from "effect";
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api";
import { Id, Locale } from "#contract/ids.ts";
import { TuningSchema } from "#engine/knowledge/tuning.ts";
import { apiErrors } from "./api-error.ts";
import { Authorization } from "./caller.ts";
import { SchemaErrors } from "./schema-errors.ts";

const Tuning = TuningSchema.annotate({ identifier: "Tuning" });

const Version = Schema.Struct({
  /** 0 is what Xin comes with. */
  version: Schema.Int,
  tuning: Tuning,
  note: Schema.NullOr(Schema.String),
  authorName: Schema.NullOr(Schema.String),
  createdAt: Schema.NullOr(Schema.String),
}).annotate({ identifier: "TuningVersion" });

/** Lines and shares are 0..1; a line of null sends nothing. */
const Line = Schema.Struct({
  setting: Tuning.fields.sendLine,
  line: Schema.NullOr(Schema.Number),
  lastMove: Schema.NullOr(
    Schema.Struct({
      from: Schema.NullOr(Schema.Number),
      to: Schema.NullOr(Schema.Number),
      reason: Schema.Literals(["proven", "refuted", "outdated"]),
      /** The answers at or above this line speak for it. */
      at: Schema.Number,
      judged: Schema.Int,
      wrong: Schema.Int,
      /** The share that was right at least, with 95 % certainty. */
      atLeast: Schema.Number,
      movedAt: Schema.String,
    }),
  ),
  steps: Schema.Array(
    Schema.Struct({
      line: Schema.Number,
      judged: Schema.Int,
      wrong: Schema.Int,
      /** The share that is right at least, with 95 % certainty. */
      atLeast: Schema.Number,
      /** Right answers in a row after which it would hold. */
      missing: Schema.Int,
      refuted: Schema.Boolean,
    }),
  ),
  verdicts: Schema.Struct({
    approved: Schema.Int,
    edited: Schema.Int,
    rejected: Schema.Int,
    retracted: Schema.Int,
    taken_over: Schema.Int,
    /** Sent, drawn by lot and looked at: right, and wrong. */
    confirmed: Schema.Int,
    wrong: Schema.Int,
  }),
}).annotate({ identifier: "SendLineState" });

const Question = Schema.Struct({
  id: Id,
  question: Schema.String,
  lang: Locale,
  /** Null: nothing should answer it. */
  sourceId: Schema.NullOr(Id),
  sourceTitle: Schema.NullOr(Schema.String),
  heading: Schema.NullOr(Schema.String),
  authorName: Schema.String,
}).annotate({ identifier: "SavedQuestion" });

const Cluster = Schema.Struct({
  id: Id,
  title: Schema.String,
  lang: Locale,
  count: Schema.Int,
  examples: Schema.Array(
    Schema.Struct({
      decisionId: Id,
      conversationId: Id,
      question: Schema.String,
      askedAt: Schema.String,
    }),
  ),
  lastAskedAt: Schema.String,
}).annotate({ identifier: "UnansweredCluster" });

const Check = Schema.Struct({
  decisionId: Id,
  conversationId: Id,
  question: Schema.NullOr(Schema.String),
  answer: Schema.NullOr(Schema.String),
}).annotate({ identifier: "AnswerToCheck" });

const Passage = Schema.Struct({
  chunkId: Id,
  sourceId: Id,
  title: Schema.String,
  heading: Schema.NullOr(Schema.String),
  text: Schema.String,
  url: Schema.NullOr(Schema.String),
  lang: Locale,
  lexical: Schema.Number,
  vector: Schema.Number,
  score: Schema.Number,
});

const Tried = Schema.Struct({
  passages: Schema.Array(Passage),
  outcome: Schema.Literals(["answers", "drafts", "hands-over", "off"]),
  text: Schema.NullOr(Schema.String),
  confidence: Schema.Number,
  /** Null: nothing is sent, however sure it is. */
  threshold: Schema.NullOr(Schema.Number),
}).annotate({ identifier: "TriedQuestion" });

const Handled = Schema.Struct({ gapId: Id });
const oneCluster = { params: { clusterId: Id }, success: Handled, error: apiErrors };

/** How a workspace finds what it answers: versions of its tuning, questions to measure it on, and what was not found. */
export const retrievalApi = HttpApiGroup.make("retrieval")
  .add(
    HttpApiEndpoint.get("versions", "/versions", {
      success: Schema.Struct({
        production: Schema.Int,
        last: Schema.Int,
        versions: Schema.Array(Version),
      }),
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Versions of the tuning, newest first, and which one answers"),
    HttpApiEndpoint.post("save", "/versions", {
      payload: Schema.Struct({
        tuning: Tuning,
        note: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(500))),
        /** The newest version known; a newer one then refuses this as a conflict. */
        baseVersion: Schema.optionalKey(Schema.Int),
      }),
      success: Schema.Struct({ version: Schema.Int }),
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Save a tuning as the next version; it does not answer yet"),
    HttpApiEndpoint.post("publish", "/production", {
      payload: Schema.Struct({ version: Schema.Int }),
      success: Schema.Struct({ version: Schema.Int }),
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Let a version answer visitors; an older one is a rollback"),
    HttpApiEndpoint.get("sendLine", "/send-line", {
      success: Line,
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Where the send line stands, why, and what each line has for it"),
    HttpApiEndpoint.get("checks", "/checks", {
      success: Schema.Struct({
        /** How many wait in all. */
        waiting: Schema.Int,
        answers: Schema.Array(Check),
      }),
      error: apiErrors,
    }).annotate(
      OpenApi.Summary,
      "Sent answers drawn by lot that nobody looked at: the fifty oldest of those that wait",
    ),
    HttpApiEndpoint.put("check", "/checks/:decisionId", {
      params: { decisionId: Id },
      payload: Schema.Struct({ isRight: Schema.Boolean }),
      success: HttpApiSchema.NoContent,
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Say whether a drawn answer was right; it moves the send line"),
    HttpApiEndpoint.get("questions", "/questions", {
      success: Schema.Struct({ questions: Schema.Array(Question) }),
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Saved questions, oldest first"),
    HttpApiEndpoint.post("saveQuestion", "/questions", {
      payload: Schema.Struct({
        question: Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(500)),
        sourceId: Schema.NullOr(Id),
        heading: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(1000))),
      }),
      success: Schema.Struct({ questionId: Id }),
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Save a question with the source that should come first"),
    HttpApiEndpoint.delete("deleteQuestion", "/questions/:questionId", {
      params: { questionId: Id },
      success: HttpApiSchema.NoContent,
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Delete a saved question"),
    HttpApiEndpoint.post("try", "/try", {
      payload: Schema.Struct({
        question: Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(500)),
        /** The one in production unless given. */
        tuning: Schema.optionalKey(Tuning),
      }),
      success: Tried,
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Ask under a tuning, and see what would be said; nothing is sent"),
    HttpApiEndpoint.get("unanswered", "/unanswered", {
      query: { days: Schema.optionalKey(Schema.Literals(["7", "30"])) },
      success: Schema.Struct({ clusters: Schema.Array(Cluster) }),
      error: apiErrors,
    }).annotate(OpenApi.Summary, "What visitors asked and did not find, the most asked first"),
    HttpApiEndpoint.post("dismiss", "/unanswered/:clusterId/dismiss", oneCluster).annotate(
      OpenApi.Summary,
      "Take a cluster off the list, and questions like it",
    ),
    HttpApiEndpoint.post("draft", "/unanswered/:clusterId/draft", oneCluster).annotate(
      OpenApi.Summary,
      "Begin an article about a cluster; the team sees it, visitors do not",
    ),
  )
  .middleware(SchemaErrors)
  .middleware(Authorization)
  .prefix("/api/v1/retrieval");
