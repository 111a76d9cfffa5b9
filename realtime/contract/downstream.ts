import { Schema } from "effect";
import { ConversationEvent } from "./conversation-event.ts";
import { ConversationRow } from "./conversation-row.ts";
import { Id, Seq } from "./ids.ts";

/** New events of one conversation, in order. */
export const EventsAppended = Schema.Struct({
  conversationId: Id,
  events: Schema.Array(ConversationEvent),
});
export type EventsAppended = typeof EventsAppended.Type;

/** The inbox row after a change, to operators of the tenant. `seenSeq` and `unread` are the receiver's own. */
export const ConversationChanged = Schema.Struct({ row: ConversationRow });
export type ConversationChanged = typeof ConversationChanged.Type;

/** Words of an answer that is being written. Never stored. `index` counts from 0; a jump means: wait for the final message. */
export const ReplyDelta = Schema.Struct({
  conversationId: Id,
  decisionId: Id,
  epoch: Schema.Int,
  index: Schema.Int,
  text: Schema.String,
});
export type ReplyDelta = typeof ReplyDelta.Type;

/** The stream is over. The final words are in the log (sent, drafted) or nowhere (the rest). */
export const ReplyEnded = Schema.Struct({
  conversationId: Id,
  decisionId: Id,
  outcome: Schema.Literals(["sent", "drafted", "handed_over", "superseded", "failed", "stopped"]),
});
export type ReplyEnded = typeof ReplyEnded.Type;

/** Somebody who types. `note` is true for a member who writes a note; visitors never see that one. */
export const Typist = Schema.Struct({
  kind: Schema.Literals(["visitor", "member", "ai"]),
  id: Schema.String,
  name: Schema.String,
  note: Schema.Boolean,
});
export type Typist = typeof Typist.Type;

/** Who types in a conversation now, the receiver included. Empty when nobody. */
export const TypingChanged = Schema.Struct({
  conversationId: Id,
  typing: Schema.Array(Typist),
});
export type TypingChanged = typeof TypingChanged.Type;

/** A member who is here. One with several conversations open has an entry for each. */
export const PresentMember = Schema.Struct({
  id: Id,
  name: Schema.String,
  viewing: Schema.NullOr(Id),
});
export type PresentMember = typeof PresentMember.Type;

/** Members of the tenant who are here, and what each looks at. */
export const PresenceChanged = Schema.Struct({ members: Schema.Array(PresentMember) });
export type PresenceChanged = typeof PresenceChanged.Type;

/** How far a side has seen a conversation. Never goes backwards. */
export const SeenChanged = Schema.Struct({
  conversationId: Id,
  by: Schema.Literals(["visitor", "team"]),
  seq: Seq,
});
export type SeenChanged = typeof SeenChanged.Type;

/**
 * The state of a knowledge source changed, or how far it has come in it. `total` is null while it is not
 * known. Told at most four times a second for a source; the last of a state may be left out. Of a web site the
 * same is told under the site's id, with "site." before its state, and counted in pages.
 */
export const KnowledgeChanged = Schema.Struct({
  sourceId: Id,
  state: Schema.String,
  progress: Schema.optionalKey(
    Schema.Struct({ done: Schema.Int, total: Schema.NullOr(Schema.Int) }),
  ),
});
export type KnowledgeChanged = typeof KnowledgeChanged.Type;

/**
 * Sent every 15 s to each socket for the conversations it has joined: catches a lost last event.
 * `position` is the tenant's newest, for operators: a list that is behind it is fetched again.
 */
export const Heartbeat = Schema.Struct({
  conversations: Schema.Array(Schema.Struct({ id: Id, lastSeq: Seq })),
  position: Schema.optionalKey(Schema.Int),
});
export type Heartbeat = typeof Heartbeat.Type;

/** Something may have been lost on the way: fetch again. */
export const Resync = Schema.Struct({});
export type Resync = typeof Resync.Type;
