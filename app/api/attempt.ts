import { Effect } from "effect";
import type { Services } from "#engine/runtime/services.ts";
import { traceIdOf } from "#engine/runtime/trace.ts";
import type { Envelope } from "#engine/actions/envelope.ts";
import { type ApiError, toApiError } from "./api-error.ts";

/** Runs an action or a read for a handler. What it throws becomes the API's error; our own faults are logged. */
export const attempt = <T>(
  services: Pick<Services, "log" | "metrics">,
  envelope: Envelope,
  run: () => Promise<T>,
): Effect.Effect<T, ApiError> =>
  Effect.tryPromise({
    try: run,
    catch: (cause) => {
      const refused = toApiError(cause);
      services.metrics.refusals.inc({ kind: refused.error.kind, edge: "http" });
      if (refused.error.kind === "internal") {
        const { tenantId, traceparent } = envelope;
        services.log.error(
          { err: cause, tenantId, traceId: traceIdOf(traceparent) },
          "an API request failed",
        );
      }
      return refused;
    },
  });
