import { Schema } from "effect";
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api";
import { Id } from "#contract/ids.ts";
import { Score } from "#contract/rating.ts";
import { apiErrors } from "./api-error.ts";
import { Authorization } from "./caller.ts";
import { Moment, Whole } from "./decision-filter.ts";
import { SchemaErrors } from "./schema-errors.ts";

/** How a visitor found a conversation that was closed. */
const Rating = Schema.Struct({
  conversationId: Id,
  /** The event that closed it; each closing is rated once. */
  closedSeq: Schema.Int,
  score: Score,
  comment: Schema.NullOr(Schema.String),
  contact: Schema.Struct({ id: Id, name: Schema.NullOr(Schema.String) }),
  ratedAt: Schema.String,
  changedAt: Schema.String,
}).annotate({ identifier: "Rating" });

const Asking = Schema.Struct({ asks: Schema.Boolean });

/** How visitors found their conversations. */
export const ratingsApi = HttpApiGroup.make("ratings")
  .add(
    HttpApiEndpoint.get("list", "/ratings", {
      query: {
        contactId: Schema.optionalKey(Id),
        limit: Schema.optionalKey(Whole.check(Schema.isBetween({ minimum: 1, maximum: 100 }))),
        /** Both from the last row of the page before. */
        beforeRatedAt: Schema.optionalKey(Moment),
        beforeConversationId: Schema.optionalKey(Id),
      },
      success: Schema.Struct({ ratings: Schema.Array(Rating), more: Schema.Boolean }),
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Ratings of closed conversations, the newest first"),
    HttpApiEndpoint.get("asking", "/ratings/asking", {
      success: Asking,
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Whether visitors are asked"),
    HttpApiEndpoint.put("ask", "/ratings/asking", {
      payload: Asking,
      success: HttpApiSchema.NoContent,
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Ask visitors, or stop asking"),
  )
  .middleware(SchemaErrors)
  .middleware(Authorization)
  .prefix("/api/v1");
