import { Schema } from "effect";
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api";
import { Id, Seq } from "#contract/ids.ts";
import { apiErrors } from "./api-error.ts";
import { Authorization } from "./caller.ts";
import { filterBody } from "./decision-filter.ts";
import { idempotent } from "./idempotent.ts";
import { SchemaErrors } from "./schema-errors.ts";

/** Kinds of acts that can be taken back, by their events. */
const ActType = Schema.Literals([
  ...(["message.posted", "draft.proposed", "conversation.handed-over"] as const),
  ...(["conversation.assigned", "conversation.resolved", "conversation.reopened"] as const),
]);

/** What to take back. */
const Scope = Schema.Union([
  Schema.Struct({ kind: Schema.Literal("act"), conversationId: Id, seq: Seq }),
  /** All of a run. */
  Schema.Struct({ kind: Schema.Literal("decision"), decisionId: Id }),
  /** All of what a filter finds, such as a rule in a window of time: `from`, or one conversation, must be there. */
  Schema.Struct({
    kind: Schema.Literal("decisions"),
    filter: Schema.Struct(filterBody),
    /** Only acts of this kind. */
    actType: Schema.optionalKey(Schema.NullOr(ActType)),
  }),
]).annotate({ identifier: "UndoScope" });

const Undo = Schema.Struct({
  id: Id,
  scope: Schema.Unknown,
  state: Schema.Literals(["running", "done", "stopped"]),
  reason: Schema.NullOr(Schema.String),
  byName: Schema.NullOr(Schema.String),
  /** Acts that are not dealt with yet. */
  pending: Schema.Int,
  undone: Schema.Int,
  skipped: Schema.Int,
  createdAt: Schema.String,
  finishedAt: Schema.NullOr(Schema.String),
}).annotate({ identifier: "Undo" });

const act = {
  conversationId: Id,
  decisionId: Id,
  seq: Schema.Int,
  type: Schema.String,
  /** Why it stays as it is; null when it does not. */
  why: Schema.NullOr(Schema.String),
  /** The event that stood in the way. */
  whySeq: Schema.NullOr(Schema.Int),
};

const Page = Schema.optionalKey(
  Schema.FiniteFromString.check(Schema.isInt(), Schema.isBetween({ minimum: 0, maximum: 5000 })),
);

/** Taking back what the AI did by itself. */
export const undoApi = HttpApiGroup.make("undo")
  .add(
    HttpApiEndpoint.post("preview", "/preview", {
      payload: Schema.Struct({ scope: Scope }),
      success: Schema.Struct({
        undone: Schema.Int,
        skipped: Schema.Int,
        /** At most 500. */
        acts: Schema.Array(
          Schema.Struct({
            ...act,
            undone: Schema.Boolean,
            way: Schema.Literals(["inverse", "compensation", "approval", "nothing"]),
          }),
        ),
      }),
      error: apiErrors,
    }).annotate(OpenApi.Summary, "What an undo would change, and what it could not and why"),
    HttpApiEndpoint.post("start", "/", {
      ...idempotent,
      payload: Schema.Struct({
        scope: Scope,
        reason: Schema.optionalKey(Schema.NullOr(Schema.String.check(Schema.isMaxLength(500)))),
      }),
      success: Undo,
      error: apiErrors,
    }).annotate(
      OpenApi.Summary,
      "Take acts back. One act or run is done when this answers; many go on by themselves",
    ),
    HttpApiEndpoint.get("list", "/", {
      success: Schema.Struct({ undos: Schema.Array(Undo) }),
      error: apiErrors,
    }).annotate(OpenApi.Summary, "The newest undos of many decisions"),
    HttpApiEndpoint.get("get", "/:undoId", {
      params: { undoId: Id },
      query: { from: Page },
      success: Schema.Struct({
        undo: Undo,
        skips: Schema.Array(Schema.Struct({ why: Schema.String, count: Schema.Int })),
        /** 200 of them from `from` on, what was left first. */
        acts: Schema.Array(
          Schema.Struct({
            ...act,
            state: Schema.Literals(["pending", "undone", "skipped"]),
            undoDecisionId: Schema.NullOr(Id),
          }),
        ),
      }),
      error: apiErrors,
    }).annotate(OpenApi.Summary, "How far an undo is, and what became of each act"),
    HttpApiEndpoint.post("stop", "/:undoId/stop", {
      params: { undoId: Id },
      success: Undo,
      error: apiErrors,
    }).annotate(OpenApi.Summary, "End an undo that goes on; what went back stays back"),
  )
  .middleware(SchemaErrors)
  .middleware(Authorization)
  .prefix("/api/v1/undos");
