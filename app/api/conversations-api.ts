import { Schema } from "effect";
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api";
import { ConversationEvent } from "#contract/conversation-event.ts";
import { ConversationRow } from "#contract/conversation-row.ts";
import { Id, Seq } from "#contract/ids.ts";
import { Mode } from "#contract/mode.ts";
import { Parts } from "#contract/part.ts";
import { Tag, Tags } from "#contract/tags.ts";
import { apiErrors } from "./api-error.ts";
import { Authorization } from "./caller.ts";
import { idempotent } from "./idempotent.ts";
import { SchemaErrors } from "./schema-errors.ts";

const inConversation = { params: { conversationId: Id }, error: apiErrors };

/** Where an act stands in the conversation's log; null when it changed nothing. */
const Acted = Schema.Struct({
  seq: Schema.NullOr(Seq),
  id: Schema.NullOr(Id),
  duplicate: Schema.Boolean,
}).annotate({ identifier: "Acted" });

const Limit = (most: number) =>
  Schema.optionalKey(
    Schema.FiniteFromString.check(Schema.isInt(), Schema.isBetween({ minimum: 1, maximum: most })),
  );

/** Conversations, their events, and what a person may do with them. */
export const conversationsApi = HttpApiGroup.make("conversations")
  .add(
    HttpApiEndpoint.get("list", "/", {
      query: {
        view: Schema.optionalKey(Schema.Literals(["unassigned", "ai", "all"])),
        tag: Schema.optionalKey(Tag),
        status: Schema.optionalKey(Schema.Literals(["open", "resolved"])),
        limit: Limit(100),
        /** Both from the last row of the page before. */
        beforeUpdatedAt: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(40))),
        beforeId: Schema.optionalKey(Id),
      },
      success: Schema.Struct({ conversations: Schema.Array(ConversationRow) }),
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Conversations, the latest change first"),
    HttpApiEndpoint.get("get", "/:conversationId", {
      ...inConversation,
      success: ConversationRow,
    }).annotate(OpenApi.Summary, "One conversation"),
    HttpApiEndpoint.get("events", "/:conversationId/events", {
      ...inConversation,
      query: {
        after: Schema.optionalKey(
          Schema.FiniteFromString.check(Schema.isInt(), Schema.isGreaterThanOrEqualTo(0)),
        ),
        limit: Limit(200),
      },
      success: Schema.Struct({
        events: Schema.Array(ConversationEvent),
        lastSeq: Seq,
        more: Schema.Boolean,
      }),
    }).annotate(OpenApi.Summary, "Events after a seq, in order"),
    HttpApiEndpoint.post("postMessage", "/:conversationId/messages", {
      ...inConversation,
      ...idempotent,
      payload: Schema.Struct({
        parts: Parts,
        note: Schema.optionalKey(Schema.Boolean),
        seenSeq: Schema.optionalKey(Seq),
      }),
      success: Acted,
    }).annotate(OpenApi.Summary, "Send a message to the visitor, or a note to the team"),
    HttpApiEndpoint.post("takeOver", "/:conversationId/take-over", {
      ...inConversation,
      ...idempotent,
      success: Acted,
    }).annotate(OpenApi.Summary, "Take the conversation from the AI"),
    HttpApiEndpoint.post("handBack", "/:conversationId/hand-back", {
      ...inConversation,
      ...idempotent,
      payload: Schema.Struct({
        note: Schema.optionalKey(Schema.NullOr(Schema.String.check(Schema.isMaxLength(1000)))),
      }),
      success: Acted,
    }).annotate(OpenApi.Summary, "Give the conversation back to the AI"),
    HttpApiEndpoint.post("assign", "/:conversationId/assign", {
      ...inConversation,
      ...idempotent,
      payload: Schema.Struct({ memberId: Schema.NullOr(Id) }),
      success: Acted,
    }).annotate(OpenApi.Summary, "Assign it to a member, or to nobody"),
    HttpApiEndpoint.post("resolve", "/:conversationId/resolve", {
      ...inConversation,
      ...idempotent,
      success: Acted,
    }).annotate(OpenApi.Summary, "Close the conversation"),
    HttpApiEndpoint.post("reopen", "/:conversationId/reopen", {
      ...inConversation,
      ...idempotent,
      success: Acted,
    }).annotate(OpenApi.Summary, "Open a closed conversation again"),
    HttpApiEndpoint.post("changeTags", "/:conversationId/tags", {
      ...inConversation,
      ...idempotent,
      payload: Schema.Struct({
        add: Schema.optionalKey(Tags),
        remove: Schema.optionalKey(Tags),
      }),
      success: Acted,
    }).annotate(OpenApi.Summary, "Put tags on it and take others off"),
    HttpApiEndpoint.post("setMode", "/:conversationId/mode", {
      ...inConversation,
      ...idempotent,
      payload: Schema.Struct({ mode: Schema.NullOr(Mode) }),
      success: Acted,
    }).annotate(OpenApi.Summary, "Set how far the AI may go in it; null sets nothing"),
  )
  .middleware(SchemaErrors)
  .middleware(Authorization)
  .prefix("/api/v1/conversations");
