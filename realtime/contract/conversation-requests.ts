import { Schema } from "effect";
import { ConversationEvent } from "./conversation-event.ts";
import { ConversationRow } from "./conversation-row.ts";
import { Id, Seq } from "./ids.ts";
import { maxTextLength } from "./part.ts";

/** Events after a seq, in order, at most 200 at a time; fewer when they are long. */
export const EventsFetch = Schema.Struct({ conversationId: Id, after: Seq });
export type EventsFetch = typeof EventsFetch.Type;

/** A page of events. `more`: ask again after the last one. `lastSeq` is the conversation's. */
export const EventsFetchAck = Schema.Struct({
  events: Schema.Array(ConversationEvent),
  lastSeq: Seq,
  more: Schema.Boolean,
});
export type EventsFetchAck = typeof EventsFetchAck.Type;

/** An operator opens or closes a thread: joins or leaves its room and shows as viewing. */
export const ConversationJoin = Schema.Struct({ conversationId: Id });
export type ConversationJoin = typeof ConversationJoin.Type;

/** Where the conversation stands; events up to `lastSeq` are to be fetched, later ones will come. */
export const ConversationJoinAck = Schema.Struct({ lastSeq: Seq, row: ConversationRow });
export type ConversationJoinAck = typeof ConversationJoinAck.Type;

/** How far this person has read. Never goes backwards. */
export const SeenMark = Schema.Struct({ conversationId: Id, seq: Seq });
export type SeenMark = typeof SeenMark.Type;

/** Volatile: repeated every few seconds while typing, expires by itself. */
export const TypingSet = Schema.Struct({
  conversationId: Id,
  typing: Schema.Boolean,
  note: Schema.optionalKey(Schema.Boolean),
});
export type TypingSet = typeof TypingSet.Type;

/** Requests on a conversation that need nothing but its id. `clientId` makes a retry the same act. */
export const ConversationAct = Schema.Struct({ conversationId: Id, clientId: Id });
export type ConversationAct = typeof ConversationAct.Type;

/** Give the conversation back to the AI, with a word for it. */
export const HandBack = Schema.Struct({
  conversationId: Id,
  clientId: Id,
  note: Schema.NullOr(Schema.String.check(Schema.isMaxLength(1000))),
});
export type HandBack = typeof HandBack.Type;

/** Give it to a member, or to nobody. */
export const Assign = Schema.Struct({
  conversationId: Id,
  clientId: Id,
  memberId: Schema.NullOr(Id),
});
export type Assign = typeof Assign.Type;

/** Take back one's own message. */
export const MessageRetract = Schema.Struct({ conversationId: Id, clientId: Id, targetSeq: Seq });
export type MessageRetract = typeof MessageRetract.Type;

/**
 * Send the AI's draft, as it is or as edited. `text` is what the sender saw: another text of the shared draft is
 * refused. `seenSeq` as in `message.post`.
 */
export const DraftApprove = Schema.Struct({
  conversationId: Id,
  clientId: Id,
  decisionId: Id,
  text: Schema.String.check(Schema.isMaxLength(maxTextLength)),
  seenSeq: Schema.optionalKey(Seq),
});
export type DraftApprove = typeof DraftApprove.Type;

/** Throw the AI's draft away. */
export const DraftDiscard = Schema.Struct({
  conversationId: Id,
  clientId: Id,
  decisionId: Id,
  reason: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(500))),
});
export type DraftDiscard = typeof DraftDiscard.Type;

/** Ask the AI to write the draft that waits once more, by an instruction. */
export const DraftRevise = Schema.Struct({
  conversationId: Id,
  clientId: Id,
  decisionId: Id,
  instruction: Schema.String.check(Schema.isMaxLength(500)),
});
export type DraftRevise = typeof DraftRevise.Type;

/** Ask the AI to stop writing in a conversation. */
export const ReplyStop = Schema.Struct({ conversationId: Id });
export type ReplyStop = typeof ReplyStop.Type;

/** Where the act stands in the log; null when it changed nothing. */
export const ActAck = Schema.Struct({ seq: Schema.NullOr(Seq) });
export type ActAck = typeof ActAck.Type;

/** The answer to a request that has nothing to tell. */
export const Done = Schema.Struct({});
export type Done = typeof Done.Type;
