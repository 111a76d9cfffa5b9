import { Schema } from "effect";

/**
 * Every way a request can be refused, over sockets and HTTP alike.
 * - `invalid`: the input does not fit its schema; the message names the field.
 * - `blank`: a message without a visible character.
 * - `too_large`: above the size limit named in the message.
 * - `unauthenticated`: no or an unknown session, key or token.
 * - `forbidden`: the role may not do this.
 * - `not_found`: no such thing, or not yours: the two are told apart nowhere.
 * - `origin`: the page's origin is not allowed.
 * - `stale_epoch`: an autonomous write was computed before custody changed.
 * - `unseen`: someone wrote meanwhile; `missed` holds the events, the text stays with the sender.
 * - `conflict`: the state does not allow it (already retracted, already resolved by another way).
 * - `outdated`: the client speaks a version that is no longer served; reload.
 * - `overloaded`, `unavailable`, `draining`: wait `retryAfterMs`, then send the same again.
 * - `internal`: our fault; logged with the trace id.
 */
export const ErrorKind = Schema.Literals([
  "invalid",
  "blank",
  "too_large",
  "unauthenticated",
  "forbidden",
  "not_found",
  "origin",
  "stale_epoch",
  "unseen",
  "conflict",
  "outdated",
  "overloaded",
  "unavailable",
  "draining",
  "internal",
]);
export type ErrorKind = typeof ErrorKind.Type;
