import { Schema } from "effect";
import { Id, Locale, Seq } from "./ids.ts";
import { Mode, ModeReason } from "./mode.ts";
import { Tags } from "./tags.ts";

/** A conversation as a row of the inbox, and as the head of the thread. Operators only. */
export const ConversationRow = Schema.Struct({
  id: Id,
  contact: Schema.Struct({
    id: Id,
    name: Schema.NullOr(Schema.String),
    email: Schema.NullOr(Schema.String),
    /** The address that was proven last, and when; null for none, missing from a node of an earlier version. */
    verified: Schema.optionalKey(
      Schema.NullOr(Schema.Struct({ email: Schema.String, at: Schema.String })),
    ),
    locale: Locale,
    createdAt: Schema.String,
  }),
  channelName: Schema.String,
  status: Schema.Literals(["open", "resolved"]),
  holder: Schema.Literals(["ai", "people", "waiting"]),
  epoch: Schema.Int,
  mode: Mode,
  /** Whose mode that is; missing until the AI has looked at a conversation from before there was more than one. */
  modeReason: Schema.optionalKey(ModeReason),
  /** What people set for this conversation; null or missing where they set nothing. */
  modeLimit: Schema.optionalKey(Schema.NullOr(Mode)),
  assignee: Schema.NullOr(Schema.Struct({ id: Id, name: Schema.String })),
  locale: Locale,
  subject: Schema.NullOr(Schema.String),
  preview: Schema.NullOr(Schema.String),
  previewBy: Schema.NullOr(Schema.Literals(["visitor", "member", "ai", "system"])),
  lastSeq: Seq,
  /** Tenant-wide position of the last event: newer rows replace older ones by it. */
  position: Schema.Int,
  visitorSeq: Seq,
  visitorSeenSeq: Seq,
  /** How far the asking member has seen it; 0 when never opened. */
  seenSeq: Seq,
  /** Visitor messages after seenSeq that a person must look at. */
  unread: Schema.Int,
  waitingReason: Schema.NullOr(Schema.Literals(["asked", "unsure", "rule", "failed", "off"])),
  waitingSince: Schema.NullOr(Schema.String),
  /** In order; missing from a node of an earlier version. */
  tags: Schema.optionalKey(Tags),
  draft: Schema.NullOr(Schema.Struct({ decisionId: Id, confidence: Schema.Number })),
  createdAt: Schema.String,
  updatedAt: Schema.String,
});
export type ConversationRow = typeof ConversationRow.Type;
