import * as Data from "effect/Data";
import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { ErrorKind } from "#contract/error-kind.ts";

/**
 * An action said no. `message` is English and names the fix; it never repeats anybody's words.
 * `retryAfterMs` is set where the caller should wait and send the same again, `missed` with `unseen`.
 */
export class ActionRefused extends Data.TaggedError("ActionRefused")<{
  readonly kind: ErrorKind;
  readonly message: string;
  readonly retryAfterMs?: number;
  readonly missed?: readonly ConversationEvent[];
}> {}
