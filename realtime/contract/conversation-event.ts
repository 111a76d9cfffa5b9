import { Schema } from "effect";
import { HandOverBrief } from "./hand-over-brief.ts";
import { Id, Seq } from "./ids.ts";
import { Mode, ModeReason } from "./mode.ts";
import { Part } from "./part.ts";
import { limits } from "./names.ts";
import { Score } from "./rating.ts";
import { Tags } from "./tags.ts";

/** Who did it. `id` is a contact, member, token or policy id; `name` is for display. */
export const Actor = Schema.Struct({
  kind: Schema.Literals(["visitor", "member", "ai", "automation", "api", "system"]),
  id: Schema.NullOr(Schema.String),
  name: Schema.NullOr(Schema.String),
});
export type Actor = typeof Actor.Type;

/**
 * A passage an answer rests on. `n` is the number shown in the text as [n]; `quote` is the passage's text, and
 * `links` are whole addresses that words of it lead to.
 */
export const Citation = Schema.Struct({
  n: Schema.Int,
  chunkId: Id,
  sourceId: Id,
  title: Schema.String,
  heading: Schema.NullOr(Schema.String),
  quote: Schema.String,
  links: Schema.optionalKey(
    Schema.Array(Schema.Struct({ text: Schema.String, url: Schema.String })),
  ),
  url: Schema.NullOr(Schema.String),
});
export type Citation = typeof Citation.Type;

/**
 * What happened, by type. `hidden` stands where a visitor may not see an event of the team:
 * it keeps the visitor's seq gap-free and carries nothing.
 */
export const EventBody = Schema.Union([
  Schema.Struct({
    type: Schema.Literal("conversation.opened"),
    locale: Schema.Literals(["en", "zh"]),
    page: Schema.NullOr(Schema.String),
  }),
  Schema.Struct({
    type: Schema.Literal("message.posted"),
    /** One to ten; none once it was taken back, for visitors. */
    parts: Schema.Array(Part).check(Schema.isMaxLength(limits.parts)),
    /** True for a note, which only the team sees. */
    note: Schema.Boolean,
    citations: Schema.Array(Citation),
    decisionId: Schema.NullOr(Id),
    /** True once it was taken back. */
    retracted: Schema.Boolean,
  }),
  Schema.Struct({ type: Schema.Literal("message.retracted"), targetSeq: Seq }),
  Schema.Struct({
    type: Schema.Literal("conversation.taken-over"),
    memberId: Id,
    memberName: Schema.String,
    epoch: Schema.Int,
  }),
  Schema.Struct({
    type: Schema.Literal("conversation.handed-back"),
    epoch: Schema.Int,
    note: Schema.NullOr(Schema.String),
  }),
  Schema.Struct({
    type: Schema.Literal("conversation.handed-over"),
    epoch: Schema.Int,
    /** asked: the visitor asked for a person; unsure: below the threshold; rule: the policy says so; failed: no model answered; off: the AI is off. */
    reason: Schema.Literals(["asked", "unsure", "rule", "failed", "off"]),
    detail: Schema.NullOr(Schema.String),
    decisionId: Schema.NullOr(Id),
    /** For the team; missing in what was handed over before there were briefs. */
    brief: Schema.optionalKey(HandOverBrief),
  }),
  Schema.Struct({
    type: Schema.Literal("conversation.assigned"),
    memberId: Schema.NullOr(Id),
    memberName: Schema.NullOr(Schema.String),
  }),
  /** Nobody took it in time: it goes to the next person, or to the whole team when the member is null. */
  Schema.Struct({
    type: Schema.Literal("conversation.escalated"),
    step: Schema.Int,
    minutes: Schema.Int,
    memberId: Schema.NullOr(Id),
    memberName: Schema.NullOr(Schema.String),
  }),
  /** The visitor left an e-mail address to be answered at. Nobody has proven that it is theirs. */
  Schema.Struct({ type: Schema.Literal("contact.email-left"), email: Schema.String }),
  /** A code was sent, for the visitor to prove an address. `address` is shortened: k…@example.com. */
  Schema.Struct({
    type: Schema.Literal("identity.asked"),
    checkId: Id,
    address: Schema.String,
    /** Of the AI that asked; null when a person did, or the visitor wanted another code. */
    decisionId: Schema.NullOr(Id),
  }),
  /** The code was entered, or a wrong one too often. */
  Schema.Struct({
    type: Schema.Literal("identity.settled"),
    checkId: Id,
    address: Schema.String,
    outcome: Schema.Literals(["verified", "locked"]),
  }),
  Schema.Struct({ type: Schema.Literal("conversation.resolved") }),
  Schema.Struct({ type: Schema.Literal("conversation.reopened") }),
  /** How the visitor found it, of the closing at `closedSeq`; the newest of a closing counts. */
  Schema.Struct({
    type: Schema.Literal("conversation.rated"),
    closedSeq: Seq,
    score: Score,
    comment: Schema.NullOr(Schema.String),
  }),
  Schema.Struct({
    type: Schema.Literal("draft.proposed"),
    decisionId: Id,
    text: Schema.String,
    citations: Schema.Array(Citation),
    confidence: Schema.Number,
    /** Of a draft that a person asked for: whose draft it replaced, and what was asked for. */
    revision: Schema.optionalKey(Schema.Struct({ of: Id, instruction: Schema.String })),
    /** It was cut short while people wrote in it: `text` is what the AI had written until then. */
    unfinished: Schema.optionalKey(Schema.Literal(true)),
  }),
  /** The AI begins to write a draft into its document, where people may write too. */
  Schema.Struct({ type: Schema.Literal("draft.begun"), decisionId: Id }),
  /** Nothing came of a draft that was begun, and nobody had written in it. */
  Schema.Struct({ type: Schema.Literal("draft.withdrawn"), decisionId: Id }),
  /** A person asked the AI to write the draft that waits once more, another way. */
  Schema.Struct({
    type: Schema.Literal("draft.revision-asked"),
    /** The draft's own. */
    decisionId: Id,
    instruction: Schema.String,
  }),
  /** The AI could not write it the way that was asked for: the draft stays as it was. */
  Schema.Struct({
    type: Schema.Literal("draft.kept"),
    /** The attempt's own. */
    decisionId: Id,
    draftId: Id,
    /** same: it wrote the same again; unsure: nothing it wrote rests on the passages; failed: no model answered. */
    why: Schema.Literals(["same", "unsure", "failed"]),
  }),
  Schema.Struct({
    type: Schema.Literal("draft.discarded"),
    decisionId: Id,
    /** Why, in the words of who discarded it. */
    reason: Schema.optionalKey(Schema.String),
  }),
  /** An answer that came too late: custody had changed. The text is in the decision. */
  Schema.Struct({ type: Schema.Literal("reply.superseded"), decisionId: Id }),
  /** How far the AI may go here: what was set, what holds now, and whose that is. */
  Schema.Struct({
    type: Schema.Literal("conversation.mode-set"),
    mode: Schema.NullOr(Mode),
    effective: Mode,
    reason: ModeReason,
  }),
  /** What was put on and taken off, and the tags after it, in order. */
  Schema.Struct({
    type: Schema.Literal("conversation.tags-changed"),
    added: Tags,
    removed: Tags,
    tags: Tags,
    decisionId: Schema.NullOr(Id),
  }),
  /** Acts of the AI were taken back. What was left as it is, and why, is in the undo's own decision. */
  Schema.Struct({
    type: Schema.Literal("act.undone"),
    /** The undo's own. */
    decisionId: Id,
    /** The one whose acts these were. */
    undoneDecisionId: Id,
    /** Seqs of the acts taken back. */
    undone: Schema.Array(Seq),
    /** Seqs of the events before this one that took them back. */
    by: Schema.Array(Seq),
  }),
  Schema.Struct({ type: Schema.Literal("hidden") }),
]);
export type EventBody = typeof EventBody.Type;

/** One event of a conversation as clients see it. */
export const ConversationEvent = Schema.Struct({
  conversationId: Id,
  seq: Seq,
  id: Id,
  clientId: Schema.NullOr(Id),
  actor: Actor,
  /** Epoch of custody after this event. */
  epoch: Schema.Int,
  /** ISO 8601, UTC. For display only: order comes from seq. */
  at: Schema.String,
  body: EventBody,
});
export type ConversationEvent = typeof ConversationEvent.Type;
