import { Schema } from "effect";
import { Id, Seq } from "./ids.ts";

/** A visitor asks what an answer of the AI in their conversation was drawn from. `seq` is the message's. */
export const ReceiptRead = Schema.Struct({ conversationId: Id, seq: Seq });
export type ReceiptRead = typeof ReceiptRead.Type;

/** A passage the answer cites as [n], and what has become of it. */
export const ReceiptSource = Schema.Struct({
  n: Schema.Int,
  title: Schema.String,
  heading: Schema.NullOr(Schema.String),
  /** Of http or https, at the passage's place; null where a visitor can open nothing. */
  url: Schema.NullOr(Schema.String),
  /** When the document was read in the edition that was cited, ISO 8601; null when it is kept no longer. */
  readAt: Schema.NullOr(Schema.String),
  /** `changed`: the document no longer says this; `gone`: the team uses it no more. */
  state: Schema.Literals(["current", "changed", "gone"]),
});
export type ReceiptSource = typeof ReceiptSource.Type;

/** Why a visitor got this answer. Nothing of how it was made: no scores, no rules, no names of the team. */
export const AnswerReceipt = Schema.Struct({
  /** When it was sent, ISO 8601. */
  at: Schema.String,
  /** By the number they are cited by; none for an answer that rests on no document. */
  sources: Schema.Array(ReceiptSource),
  /** Whether each of its sentences was compared with these passages before it went out. */
  compared: Schema.Boolean,
  /** Whether it also used what was looked up about the visitor. */
  lookedUp: Schema.Boolean,
});
export type AnswerReceipt = typeof AnswerReceipt.Type;
