import * as Data from "effect/Data";

/** Why the database could not do what was asked. */
export type UnavailableReason = "deadline" | "overloaded" | "connection" | "starting";

/**
 * The database did not answer; the caller may try again after `retryAfterMs`.
 *
 * `outcome` says what is known of the transaction: `none` means that nothing of it was committed,
 * `unknown` that its COMMIT had been sent when the answer went missing, so that only reading again
 * (or repeating under the same idempotency key) can tell.
 */
export class DatabaseUnavailable extends Data.TaggedError("DatabaseUnavailable")<{
  readonly reason: UnavailableReason;
  readonly retryAfterMs: number;
  readonly outcome: "none" | "unknown";
  readonly message: string;
  readonly cause?: unknown;
}> {}

/** The server, a role or the schema is not fit for Xin. The message names the fix; retrying is useless. */
export class DatabaseUnfit extends Data.TaggedError("DatabaseUnfit")<{
  readonly reason: "server" | "extension" | "role" | "schema" | "driver";
  readonly message: string;
}> {}

const retryAfterMs: Record<UnavailableReason, number> = {
  connection: 250,
  starting: 500,
  deadline: 500,
  overloaded: 1000,
};

const messages: Record<UnavailableReason, string> = {
  connection: "The database cannot be reached. Check that it runs and that DATABASE_URL is right.",
  starting: "The database is starting.",
  deadline: "The database did not answer in time.",
  overloaded: "The database has more work than it can take.",
};

/** Builds a DatabaseUnavailable with the usual message and delay of its reason. */
export const unavailable = (
  reason: UnavailableReason,
  outcome: "none" | "unknown",
  cause?: unknown,
): DatabaseUnavailable =>
  new DatabaseUnavailable({
    reason,
    outcome,
    cause,
    message: messages[reason],
    retryAfterMs: retryAfterMs[reason],
  });
