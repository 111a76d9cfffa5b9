import { Schema } from "effect";
import { ConversationEvent } from "./conversation-event.ts";
import { ErrorKind } from "./error-kind.ts";

/**
 * A refusal. `message` is English and names the fix; clients translate by `kind`.
 * It is also the `data` of a refused handshake's `connect_error`.
 */
export const WireError = Schema.Struct({
  kind: ErrorKind,
  message: Schema.String,
  /** Set for overloaded, unavailable and draining: wait this long, with jitter, and send the same again. */
  retryAfterMs: Schema.optionalKey(Schema.Number),
  /** Set for unseen: what the sender had not seen. */
  missed: Schema.optionalKey(Schema.Array(ConversationEvent)),
});
export type WireError = typeof WireError.Type;

/** The answer to every request. */
export type Ack<T> =
  | ({ readonly ok: true } & T)
  | { readonly ok: false; readonly error: WireError };
