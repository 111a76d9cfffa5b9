import { Schema } from "effect";
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api";
import { Citation } from "#contract/conversation-event.ts";
import { Id } from "#contract/ids.ts";
import { apiErrors } from "./api-error.ts";
import { Authorization } from "./caller.ts";
import { SchemaErrors } from "./schema-errors.ts";

const Passage = Schema.Struct({
  /** Its number in the answer; null when the answer does not cite it. */
  n: Schema.NullOr(Schema.Int),
  chunkId: Id,
  sourceId: Id,
  title: Schema.String,
  heading: Schema.NullOr(Schema.String),
  text: Schema.String,
  /** Where words of it lead; addresses may be relative to `url`. Missing where none do. */
  links: Schema.optionalKey(
    Schema.Array(Schema.Struct({ text: Schema.String, url: Schema.String })),
  ),
  lexical: Schema.Number,
  vector: Schema.NullOr(Schema.Number),
  score: Schema.Number,
  url: Schema.NullOr(Schema.String),
});

/** Why the AI did what it did: question, evidence, rules, guards, model and cost. */
const Decision = Schema.Struct({
  id: Id,
  conversationId: Id,
  triggerSeq: Schema.Int,
  epoch: Schema.Int,
  kind: Schema.Literal("reply"),
  mode: Schema.Literals(["off", "draft", "auto"]),
  outcome: Schema.Literals([
    ...(["sent", "drafted", "handed_over", "superseded"] as const),
    ...(["failed", "approved", "discarded"] as const),
  ]),
  reason: Schema.NullOr(Schema.String),
  question: Schema.NullOr(Schema.String),
  answer: Schema.NullOr(Schema.String),
  confidence: Schema.NullOr(Schema.Number),
  threshold: Schema.NullOr(Schema.Number),
  features: Schema.Record(Schema.String, Schema.Unknown),
  /** By what the passages were found; null when nothing was searched. */
  retrieval: Schema.NullOr(
    Schema.Struct({
      configVersion: Schema.Int,
      embeddingModel: Schema.String,
      modelFailure: Schema.NullOr(Schema.String),
      knowledgeVersion: Schema.Int,
      reranked: Schema.Boolean,
    }),
  ),
  passages: Schema.Array(Passage),
  citations: Schema.Array(Citation),
  rules: Schema.Array(Schema.Struct({ line: Schema.Int, text: Schema.String })),
  guards: Schema.Array(
    Schema.Struct({
      name: Schema.String,
      passed: Schema.Boolean,
      detail: Schema.NullOr(Schema.String),
    }),
  ),
  policy: Schema.NullOr(
    Schema.Struct({
      id: Id,
      name: Schema.String,
      version: Schema.Int,
      authorName: Schema.String,
      createdAt: Schema.String,
    }),
  ),
  provider: Schema.NullOr(Schema.String),
  model: Schema.NullOr(Schema.String),
  attempts: Schema.Array(Schema.Record(Schema.String, Schema.Unknown)),
  tokensIn: Schema.Int,
  tokensOut: Schema.Int,
  costUsd: Schema.Number,
  timingsMs: Schema.Struct({
    retrieval: Schema.Number,
    model: Schema.Number,
    total: Schema.Number,
    firstToken: Schema.NullOr(Schema.Number),
  }),
  messageSeq: Schema.NullOr(Schema.Int),
  createdAt: Schema.String,
}).annotate({ identifier: "Decision" });

/** The decisions of the AI, to read. */
export const decisionsApi = HttpApiGroup.make("decisions")
  .add(
    HttpApiEndpoint.get("get", "/decisions/:decisionId", {
      params: { decisionId: Id },
      success: Decision,
      error: apiErrors,
    }).annotate(OpenApi.Summary, "One decision, with everything it rests on"),
    HttpApiEndpoint.get("ofConversation", "/conversations/:conversationId/decisions", {
      params: { conversationId: Id },
      success: Schema.Struct({ decisions: Schema.Array(Decision) }),
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Decisions in a conversation, oldest first"),
  )
  .middleware(SchemaErrors)
  .middleware(Authorization)
  .prefix("/api/v1");
