import { Schema } from "effect";
import { HttpApiSchema } from "effect/http-api";
import type { WireError } from "#contract/ack.ts";
import { ConversationEvent } from "#contract/conversation-event.ts";
import type { ErrorKind } from "#contract/error-kind.ts";
import { toWireError } from "#engine/actions/wire-error.ts";

/** The HTTP status of each kind of refusal. The body names the kind; the status is for proxies and clients. */
export const statusOf: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  blank: 400,
  unauthenticated: 401,
  forbidden: 403,
  origin: 403,
  not_found: 404,
  stale_epoch: 409,
  unseen: 409,
  conflict: 409,
  too_large: 413,
  outdated: 426,
  internal: 500,
  overloaded: 503,
  unavailable: 503,
  draining: 503,
};

/** Every refusal an endpoint can answer with, one schema for each status. */
export const apiErrors = [
  refusal(400, ["invalid", "blank"], "The request does not fit; the message names the field."),
  refusal(401, ["unauthenticated"], "No API token, or an unknown or revoked one."),
  refusal(403, ["forbidden", "origin"], "The token's role may not do this."),
  refusal(404, ["not_found"], "No such thing, or not yours."),
  refusal(409, ["stale_epoch", "unseen", "conflict"], "The state does not allow it."),
  refusal(413, ["too_large"], "Above the size limit named in the message."),
  refusal(500, ["internal"], "Our fault; logged with the trace id."),
  refusal(
    503,
    ["overloaded", "unavailable", "draining"],
    "Wait retryAfterMs, send the same again.",
  ),
] as const;

/** The body of every refusal: the same error that sockets answer with. */
export type ApiError = (typeof apiErrors)[number]["Type"];

/** An error of an action or the database as the API answers it. */
export const toApiError = (error: unknown): ApiError => apiError(toWireError(error));

/** A refusal as a body. No endpoint can be `outdated`: the version is in its path. */
export const apiError = (error: WireError): ApiError => ({ error }) as ApiError;

/** A refusal as a whole response, for what is refused before the API's router. */
export const refusalResponse = (error: WireError): Response =>
  Response.json({ error }, { status: statusOf[error.kind], headers: retryAfter(error) });

/** Seconds, rounded up, for clients that read headers only. */
export const retryAfter = ({ retryAfterMs }: WireError): Record<string, string> =>
  retryAfterMs === undefined ? {} : { "retry-after": String(Math.ceil(retryAfterMs / 1000)) };

function refusal<const Kinds extends readonly ErrorKind[]>(
  status: number,
  kinds: Kinds,
  description: string,
) {
  return Schema.Struct({
    error: Schema.Struct({
      kind: Schema.Literals(kinds),
      message: Schema.String,
      retryAfterMs: Schema.optionalKey(Schema.Number),
      missed: Schema.optionalKey(Schema.Array(ConversationEvent)),
    }),
  })
    .annotate({ identifier: `Error${status}`, description })
    .pipe(HttpApiSchema.status(status));
}
