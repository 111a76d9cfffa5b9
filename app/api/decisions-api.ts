import { Schema, Struct } from "effect";
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api";
import { Citation } from "#contract/conversation-event.ts";
import { Id } from "#contract/ids.ts";
import { apiErrors } from "./api-error.ts";
import { Authorization } from "./caller.ts";
import {
  filterQuery,
  kinds,
  Moment,
  modes,
  outcomes,
  reactionKinds,
  Whole,
} from "./decision-filter.ts";
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
  /** What the model searched for when it found it; missing where the question itself did. */
  searchedFor: Schema.optionalKey(Schema.String),
  /** It is a record of the connected system, and stands in no source. */
  record: Schema.optionalKey(Schema.Literals(["order", "ticket"])),
});

/** What a person did after a decision. */
const Reaction = Schema.Struct({
  kind: Schema.Literals(reactionKinds),
  /** The event that says so. */
  seq: Schema.Int,
  by: Schema.Struct({
    kind: Schema.Literals(["visitor", "member", "ai", "automation", "api", "system"]),
    id: Schema.NullOr(Schema.String),
    name: Schema.NullOr(Schema.String),
  }),
  /** Characters put in, taken out or changed; of a draft that was sent alone. */
  editDistance: Schema.NullOr(Schema.Int),
  draftLength: Schema.NullOr(Schema.Int),
  /** The same in words. */
  wordsChanged: Schema.NullOr(Schema.Int),
  draftWords: Schema.NullOr(Schema.Int),
  /** How long a draft had waited when it was sent or discarded. */
  waitedMs: Schema.NullOr(Schema.Int),
  /** Why a draft was discarded, when somebody said so. */
  reason: Schema.NullOr(Schema.String),
  at: Schema.String,
});

/** Why the AI did what it did: question, evidence, rules, guards, model and cost. */
const Decision = Schema.Struct({
  id: Id,
  conversationId: Id,
  triggerSeq: Schema.Int,
  epoch: Schema.Int,
  kind: Schema.Literals(kinds),
  mode: Schema.Literals(modes),
  outcome: Schema.Literals(outcomes),
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
  /** Every call of a tool, in order; missing from earlier versions of Xin. */
  tools: Schema.optionalKey(
    Schema.Array(
      Schema.Struct({
        name: Schema.String,
        input: Schema.String,
        result: Schema.String,
        outcome: Schema.String,
        ms: Schema.Number,
        /** Chunks that a search found, best first; missing for every other tool. */
        found: Schema.optionalKey(Schema.Array(Id)),
      }),
    ),
  ),
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
  /** What an undo took back and what it had to leave; null for every other decision. */
  undo: Schema.NullOr(
    Schema.Struct({
      undoId: Id,
      decisionId: Id,
      byName: Schema.NullOr(Schema.String),
      acts: Schema.Array(
        Schema.Struct({
          seq: Schema.Int,
          type: Schema.String,
          undone: Schema.Boolean,
          why: Schema.NullOr(Schema.String),
          whySeq: Schema.NullOr(Schema.Int),
        }),
      ),
    }),
  ),
  reactions: Schema.Array(Reaction),
  createdAt: Schema.String,
}).annotate({ identifier: "Decision" });

/** A decision in a list, with the first words of what was asked and answered. */
const Summary = Schema.Struct({
  ...Struct.pick(Decision.fields, [
    ...(["id", "conversationId", "triggerSeq", "kind", "mode", "outcome", "reason"] as const),
    ...(["confidence", "threshold", "provider", "model", "tokensIn", "tokensOut"] as const),
    ...(["costUsd", "messageSeq", "createdAt", "question", "answer", "reactions"] as const),
  ]),
  totalMs: Schema.Number,
  policy: Schema.NullOr(Schema.Struct({ id: Id, name: Schema.String, version: Schema.Int })),
  contactName: Schema.NullOr(Schema.String),
}).annotate({ identifier: "DecisionSummary" });

/** A sentence of an answer, and what it comes from. */
const BlamedSentence = Schema.Struct({
  sentence: Schema.String,
  /** Those it cites; none where it rests on none, such as small talk. */
  passages: Schema.Array(
    Schema.Struct({
      n: Schema.Int,
      chunkId: Id,
      title: Schema.String,
      score: Schema.Number,
      /** The sentence of the passage that says most of it; null when none shares a word with it. */
      says: Schema.NullOr(Schema.String),
      /** Share of its words that carry meaning, 0..1, which stand in the passage. */
      share: Schema.Number,
    }),
  ),
  /** What the evidence guard finds in it, as codes; none when it holds. */
  faults: Schema.Array(Schema.String),
  /** The line of the policy's page that speaks of it; null when none does. */
  paragraph: Schema.NullOr(
    Schema.Struct({
      line: Schema.Int,
      text: Schema.String,
      section: Schema.Literals(["rules", "tone", "about", "guidance"]),
      /** rule: the sentence is what the rule says; nearest: it shares most words with it. */
      by: Schema.Literals(["rule", "nearest"]),
    }),
  ),
}).annotate({ identifier: "BlamedSentence" });

/** The decisions of the AI, to read. */
export const decisionsApi = HttpApiGroup.make("decisions")
  .add(
    HttpApiEndpoint.get("list", "/decisions", {
      query: {
        ...filterQuery,
        limit: Schema.optionalKey(Whole.check(Schema.isBetween({ minimum: 1, maximum: 100 }))),
        /** Both from the last row of the page before. */
        beforeCreatedAt: Schema.optionalKey(Moment),
        beforeId: Schema.optionalKey(Id),
      },
      success: Schema.Struct({
        decisions: Schema.Array(Summary),
        /** Counted up to 10,001. */
        total: Schema.Int,
        more: Schema.Boolean,
      }),
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Decisions that fit, the newest first"),
    HttpApiEndpoint.get("export", "/decisions/export", {
      query: {
        ...filterQuery,
        /** csv: one line each; jsonl: the whole record as a line of JSON each. */
        format: Schema.optionalKey(Schema.Literals(["csv", "jsonl"])),
      },
      success: HttpApiSchema.StreamUint8Array({ contentType: ["text/csv", "application/jsonl"] }),
      error: apiErrors,
    }).annotate(
      OpenApi.Summary,
      "Decisions that fit as a file, at most 50,000. x-xin-rows says how many, x-xin-cut whether there are more",
    ),
    HttpApiEndpoint.get("get", "/decisions/:decisionId", {
      params: { decisionId: Id },
      success: Decision,
      error: apiErrors,
    }).annotate(OpenApi.Summary, "One decision, with everything it rests on"),
    HttpApiEndpoint.get("blame", "/decisions/:decisionId/blame", {
      params: { decisionId: Id },
      success: Schema.Struct({ sentences: Schema.Array(BlamedSentence) }),
      error: apiErrors,
    }).annotate(
      OpenApi.Summary,
      "Each sentence of its answer, led back to passages and to a line of the policy",
    ),
    HttpApiEndpoint.get("ofConversation", "/conversations/:conversationId/decisions", {
      params: { conversationId: Id },
      success: Schema.Struct({ decisions: Schema.Array(Decision) }),
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Decisions in a conversation, oldest first"),
  )
  .middleware(SchemaErrors)
  .middleware(Authorization)
  .prefix("/api/v1");
