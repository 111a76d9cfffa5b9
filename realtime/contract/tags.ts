import { Schema } from "effect";
import { Id } from "./ids.ts";
import { limits } from "./names.ts";

/** A word or two of the team's own. Compared in lower case; longer ones are refused. */
export const Tag = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(limits.tagLength));

/** A few tags. */
export const Tags = Schema.Array(Tag).check(Schema.isMaxLength(limits.tags));

/** Put tags on a conversation and take others off, in one step. What changes nothing is no event. */
export const ConversationChangeTags = Schema.Struct({
  conversationId: Id,
  clientId: Id,
  add: Tags,
  remove: Tags,
});
export type ConversationChangeTags = typeof ConversationChangeTags.Type;
