import type { WireError } from "#contract/ack.ts";
import { DatabaseUnavailable } from "#db/errors.ts";
import { ActionRefused } from "./action-refused.ts";

/**
 * An error as it goes over sockets and HTTP. Refusals keep their words, an absent database becomes
 * `unavailable` or `overloaded` with a delay, everything else is `internal` and tells nothing.
 */
export const toWireError = (error: unknown): WireError => {
  if (error instanceof ActionRefused) return refusal(error);
  if (error instanceof DatabaseUnavailable) {
    return {
      kind: error.reason === "overloaded" ? "overloaded" : "unavailable",
      message: "The server cannot store this now. Send the same again in a moment.",
      retryAfterMs: error.retryAfterMs,
    };
  }
  return { kind: "internal", message: "Something went wrong on our side. Try again." };
};

/** Absent fields stay absent, so that two equal refusals are equal byte for byte. */
const refusal = ({ kind, message, retryAfterMs, missed }: ActionRefused): WireError => ({
  kind,
  message,
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  ...(missed === undefined ? {} : { missed }),
});
