import { Schema } from "effect";
import { Id, Seq } from "./ids.ts";
import { limits } from "./names.ts";

/** From 1, very bad, to 5, very good. */
export const Score = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 5 }));
export type Score = typeof Score.Type;

/** A visitor rates a closed conversation, or changes the rating within a day. `closedSeq` names the closing. */
export const ConversationRate = Schema.Struct({
  conversationId: Id,
  clientId: Id,
  closedSeq: Seq,
  score: Score,
  comment: Schema.NullOr(Schema.String.check(Schema.isMaxLength(limits.ratingCommentLength))),
});
export type ConversationRate = typeof ConversationRate.Type;
