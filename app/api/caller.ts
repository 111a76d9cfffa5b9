import { Context, Effect, Layer, Redacted } from "effect";
import { HttpServerRequest } from "effect/http";
import { HttpApiMiddleware, HttpApiSecurity } from "effect/http-api";
import { v5 as uuidv5, v7 as uuidv7 } from "uuid";
import type { Envelope } from "#engine/actions/envelope.ts";
import type { Services } from "#engine/runtime/services.ts";
import { traceparentOf } from "#engine/runtime/trace.ts";
import { type ApiPrincipal, apiTokenPrincipal } from "#engine/tenancy/api-token.ts";
import { type ApiError, apiErrors, toApiError } from "./api-error.ts";

/** Who calls the API, and the envelope of what the caller does. */
export class Caller extends Context.Service<
  Caller,
  {
    readonly principal: ApiPrincipal;
    /** `idempotencyKey` is the caller's own text; the same text of the same token is the same act. */
    envelope(idempotencyKey: string | undefined): Envelope;
  }
>()("xin/api/Caller") {}

/** Lets only bearers of an API token in, and says who they are. */
export class Authorization extends HttpApiMiddleware.Service<Authorization, { provides: Caller }>()(
  "xin/api/Authorization",
  { security: { bearer: HttpApiSecurity.bearer }, error: apiErrors },
) {}

/** Authorization against the tokens in the database. */
export const authorizationLayer = ({ db }: Pick<Services, "db">): Layer.Layer<Authorization> =>
  Layer.succeed(
    Authorization,
    Authorization.of({
      bearer: (respond, { credential }) =>
        Effect.gen(function* () {
          const request = yield* HttpServerRequest.HttpServerRequest;
          const principal = yield* Effect.tryPromise({
            try: () => apiTokenPrincipal(db, Redacted.value(credential)),
            catch: toApiError,
          });
          if (principal === null) return yield* Effect.fail(unauthenticated);
          const traceparent = traceparentOf(request.headers["traceparent"]);
          return yield* Effect.provideService(respond, Caller, {
            principal,
            envelope: (key) => envelopeOf(principal, key, traceparent),
          });
        }),
    }),
  );

const unauthenticated: ApiError = {
  error: {
    kind: "unauthenticated",
    message:
      "Send an API token: Authorization: Bearer xin_... Make one with `npm run xin -- token create --tenant T --role R`.",
  },
};

const envelopeOf = (
  principal: ApiPrincipal,
  key: string | undefined,
  traceparent: string,
): Envelope => ({
  tenantId: principal.tenantId,
  actor: { kind: "api", id: principal.tokenId, name: principal.name, role: principal.role },
  decisionId: null,
  depth: 0,
  // Actions take a UUID: the caller's text becomes one that no other token can make.
  idempotencyKey: key === undefined ? uuidv7() : uuidv5(key, principal.tokenId),
  dryRun: false,
  traceparent,
});
