import { Schema } from "effect";
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api";
import { recordKinds } from "#engine/crm/crm-record.ts";
import { apiErrors } from "./api-error.ts";
import { Authorization } from "./caller.ts";
import { SchemaErrors } from "./schema-errors.ts";

const Connection = Schema.Struct({
  /** Base URL: /orders/{number} and /tickets/{number} follow. */
  url: Schema.String,
  /** The last characters of the key; null for a server that wants none. The key itself is never told. */
  keyEnding: Schema.NullOr(Schema.String),
}).annotate({ identifier: "CrmConnection" });

const Tested = Schema.Union([
  Schema.Struct({
    /** The record in words, as the AI reads it. */
    text: Schema.String,
    /** Whether the system says whose it is: without that it is told to nobody. */
    hasOwner: Schema.Boolean,
    ms: Schema.Int,
  }),
  Schema.Struct({
    failure: Schema.String,
    detail: Schema.NullOr(Schema.String),
    ms: Schema.Int,
  }),
]).annotate({ identifier: "CrmTest" });

/** The system with orders and tickets that the AI may read from. */
export const crmApi = HttpApiGroup.make("crm")
  .add(
    HttpApiEndpoint.get("read", "/crm", {
      success: Schema.Struct({ connection: Schema.NullOr(Connection) }),
      error: apiErrors,
    }).annotate(OpenApi.Summary, "The connected system; null where there is none"),
    HttpApiEndpoint.put("connect", "/crm", {
      payload: Schema.Struct({
        url: Schema.String,
        /** Left out, the stored one stays; an empty one takes it away. */
        key: Schema.optionalKey(Schema.String),
      }),
      success: HttpApiSchema.NoContent,
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Connect a system with orders and tickets"),
    HttpApiEndpoint.delete("disconnect", "/crm", {
      success: HttpApiSchema.NoContent,
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Disconnect it and forget its key"),
    HttpApiEndpoint.post("test", "/crm/test", {
      payload: Schema.Struct({ kind: Schema.Literals(recordKinds), number: Schema.String }),
      success: Tested,
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Read one record, as the AI would; a failure is an answer"),
  )
  .middleware(SchemaErrors)
  .middleware(Authorization)
  .prefix("/api/v1");
