import { Effect } from "effect";
import { HttpApiMiddleware } from "effect/http-api";
import { apiErrors } from "./api-error.ts";

/** Answers a request that does not fit its schema with a 400 that names the field. */
export class SchemaErrors extends HttpApiMiddleware.Service<SchemaErrors>()(
  "xin/api/SchemaErrors",
  { error: apiErrors },
) {}

/** Without it such a request would get an empty 400. An answer of ours that does not fit is our fault: it stays a 500. */
export const schemaErrorsLayer = HttpApiMiddleware.layerSchemaErrorTransform(
  SchemaErrors,
  (error) => {
    if (error.kind === "Body" || error.kind === "ResponseHeaders") return Effect.fail(error);
    const place = { Params: "path", Headers: "headers", Query: "query", Payload: "body" }[
      error.kind
    ];
    const message = `The ${place} does not fit: ${error.cause.message}`;
    return Effect.fail({ error: { kind: "invalid" as const, message } });
  },
);
