import { Schema } from "effect";
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api";
import { Id } from "#contract/ids.ts";
import { apiErrors } from "./api-error.ts";
import { Authorization } from "./caller.ts";
import { SchemaErrors } from "./schema-errors.ts";

const Amount = Schema.NullOr(Schema.Number);

const Provider = Schema.Struct({
  id: Id,
  /** What policies and decisions call it. */
  name: Schema.String,
  enabled: Schema.Boolean,
  url: Schema.String,
  model: Schema.String,
  /** The last characters of its key; null for a server that wants none. The key itself is never told. */
  keyEnding: Schema.NullOr(Schema.String),
  /** US dollars for a million tokens; null where nobody has said. */
  priceIn: Amount,
  priceOut: Amount,
  firstTokenMs: Schema.Int,
  callMs: Schema.Int,
  concurrency: Schema.Int,
  callsPerMinute: Schema.Int,
  revision: Schema.Int,
}).annotate({ identifier: "ModelProvider" });

const Budget = Schema.Struct({
  /** US dollars; null is no limit. */
  conversationUsd: Amount,
  dayUsd: Amount,
  dayCalls: Schema.NullOr(Schema.Int),
}).annotate({ identifier: "ModelBudget" });

const Day = Schema.Struct({
  day: Schema.String,
  isToday: Schema.Boolean,
  calls: Schema.Int,
  tokensIn: Schema.Int,
  tokensOut: Schema.Int,
  costUsd: Schema.Number,
}).annotate({ identifier: "ModelDay" });

const Tested = Schema.Struct({
  text: Schema.String,
  firstTokenMs: Schema.NullOr(Schema.Int),
  totalMs: Schema.Int,
  tokensIn: Schema.Int,
  tokensOut: Schema.Int,
  costUsd: Amount,
  failure: Schema.NullOr(
    Schema.Struct({
      reason: Schema.String,
      status: Schema.NullOr(Schema.Int),
      message: Schema.String,
      said: Schema.NullOr(Schema.String),
    }),
  ),
}).annotate({ identifier: "ModelTest" });

const limits = {
  priceIn: Schema.optionalKey(Amount),
  priceOut: Schema.optionalKey(Amount),
  firstTokenMs: Schema.optionalKey(Schema.Int),
  callMs: Schema.optionalKey(Schema.Int),
  concurrency: Schema.optionalKey(Schema.Int),
  callsPerMinute: Schema.optionalKey(Schema.Int),
  enabled: Schema.optionalKey(Schema.Boolean),
  /** An empty one is none. */
  key: Schema.optionalKey(Schema.String),
};
const one = { params: { providerId: Id }, error: apiErrors };

/** The models a workspace's answers come from, and what they may cost. */
export const modelsApi = HttpApiGroup.make("models")
  .add(
    HttpApiEndpoint.get("list", "/models", {
      success: Schema.Struct({
        providers: Schema.Array(Provider),
        installation: Schema.NullOr(Schema.Struct({ model: Schema.String })),
        budget: Budget,
        days: Schema.Array(Day),
      }),
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Models in the order they are asked, budgets, and what was spent"),
    HttpApiEndpoint.post("add", "/models", {
      payload: Schema.Struct({
        name: Schema.String,
        url: Schema.String,
        model: Schema.String,
        ...limits,
      }),
      success: Schema.Struct({ providerId: Id }),
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Add a model behind a chat API in OpenAI's dialect"),
    HttpApiEndpoint.put("order", "/models/order", {
      payload: Schema.Struct({ providerIds: Schema.Array(Id) }),
      success: HttpApiSchema.NoContent,
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Set the order in which models are asked"),
    HttpApiEndpoint.put("budget", "/models/budget", {
      payload: Budget,
      success: HttpApiSchema.NoContent,
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Set what models may cost"),
    HttpApiEndpoint.patch("change", "/models/:providerId", {
      ...one,
      payload: Schema.Struct({
        name: Schema.optionalKey(Schema.String),
        url: Schema.optionalKey(Schema.String),
        model: Schema.optionalKey(Schema.String),
        ...limits,
      }),
      success: HttpApiSchema.NoContent,
    }).annotate(OpenApi.Summary, "Change a model; what is left out stays"),
    HttpApiEndpoint.delete("remove", "/models/:providerId", {
      ...one,
      success: HttpApiSchema.NoContent,
    }).annotate(OpenApi.Summary, "Delete a model and its key"),
    HttpApiEndpoint.post("test", "/models/:providerId/test", {
      ...one,
      success: Tested,
    }).annotate(OpenApi.Summary, "Ask a model for one sentence, and see how it goes"),
  )
  .middleware(SchemaErrors)
  .middleware(Authorization)
  .prefix("/api/v1");
