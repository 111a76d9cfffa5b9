import { Schema } from "effect";
import { Id, Seq } from "./ids.ts";
import { Parts } from "./part.ts";

/**
 * Send a message. `clientId` makes a retry the same message. The conversation id is made by the client:
 * a visitor's first message opens it.
 */
export const MessagePost = Schema.Struct({
  conversationId: Id,
  clientId: Id,
  parts: Parts,
  /** Operators: a note is seen by the team only. Refused from visitors. */
  note: Schema.optionalKey(Schema.Boolean),
  /** Operators: the last seq this person had on screen; newer words of others hold the message back. */
  seenSeq: Schema.optionalKey(Seq),
  /** Visitors: the page it was written on, path only. */
  page: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(500))),
  traceparent: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(60))),
});
export type MessagePost = typeof MessagePost.Type;

/** Where the message stands; a retry gets the first answer with `duplicate`. */
export const MessagePostAck = Schema.Struct({
  seq: Seq,
  id: Id,
  duplicate: Schema.Boolean,
});
export type MessagePostAck = typeof MessagePostAck.Type;
