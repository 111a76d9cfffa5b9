import { Schema } from "effect";
import { ConversationEvent } from "./conversation-event.ts";
import { Id, Locale, Seq } from "./ids.ts";
import { PeopleThere } from "./people-there.ts";

/** First request of a widget. Without a token an anonymous contact is made. */
export const SessionStart = Schema.Struct({
  token: Schema.NullOr(Schema.String.check(Schema.isMaxLength(200))),
  locale: Locale,
});
export type SessionStart = typeof SessionStart.Type;

/** How a channel presents itself. Colours are CSS hex. */
export const ChannelLook = Schema.Struct({
  name: Schema.String,
  brand: Schema.String,
  greeting: Schema.Struct({ en: Schema.String, zh: Schema.String }),
  /** Questions offered before the first message. */
  suggestions: Schema.Struct({
    en: Schema.Array(Schema.String),
    zh: Schema.Array(Schema.String),
  }),
});
export type ChannelLook = typeof ChannelLook.Type;

/** Who the visitor is from now on, and the conversation to go on with. */
export const SessionStartAck = Schema.Struct({
  /** To be kept in the page's storage; the same one again when the sent one was good. */
  token: Schema.String,
  contactId: Id,
  /** The conversation to show: the latest one, or a fresh id not stored yet. */
  conversationId: Id,
  /** The newest events. `events[0].seq` is 1 unless older ones are to be fetched. */
  events: Schema.Array(ConversationEvent),
  lastSeq: Seq,
  holder: Schema.Literals(["ai", "people", "waiting"]),
  /** How far the team has seen the visitor's words. */
  teamSeenSeq: Seq,
  channel: ChannelLook,
  people: Schema.optionalKey(PeopleThere),
  /** Whether visitors are asked how a closed conversation was. */
  asksRating: Schema.optionalKey(Schema.Boolean),
});
export type SessionStartAck = typeof SessionStartAck.Type;
