import { Schema } from "effect";
import { Id } from "./ids.ts";
import { docLimits } from "./names.ts";

/** The page of a policy, under the policy's id. Drafts of answers are not discussed. */
const PageName = Schema.Struct({ kind: Schema.Literals(["policy"]), id: Id });

/** One end of a range: a relative position of Yjs as JSON. */
const End = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(300));

const Words = (most: number) => Schema.String.check(Schema.isMaxLength(most));

/** What somebody says. */
const Body = Words(docLimits.commentLength).check(Schema.isMinLength(1));

/** Who wrote something. Null is Xin, which suggests what operators' edits have in common. */
const Author = Schema.NullOr(Schema.Struct({ id: Id, name: Schema.String }));

/**
 * What people's edits of drafts have in common: a sentence they take out or add, or a reason they discard for.
 * `decisionIds` are the decisions whose drafts they were.
 */
const EditPattern = Schema.Struct({
  kind: Schema.Literals(["removed", "added", "discarded"]),
  words: Schema.String,
  decisionIds: Schema.Array(Id),
});
export type EditPattern = typeof EditPattern.Type;

/** Something said in a thread. `body` is null once its author has deleted it. */
export const DocComment = Schema.Struct({
  id: Id,
  author: Author,
  body: Schema.NullOr(Schema.String),
  at: Schema.String,
});
export type DocComment = typeof DocComment.Type;

/**
 * A comment on a range of a page with what was answered, or a suggestion of other words for it. `quote` is
 * what stood there. `decidedBy` has resolved, accepted or rejected it.
 */
export const DocThread = Schema.Struct({
  id: Id,
  sort: Schema.Literals(["comment", "suggestion"]),
  start: Schema.String,
  end: Schema.String,
  quote: Schema.String,
  /** The words a suggestion would put there; null for a comment. */
  proposed: Schema.NullOr(Schema.String),
  state: Schema.Literals(["open", "resolved", "accepted", "rejected"]),
  author: Author,
  /** What a suggestion of Xin comes from; null for those of people. */
  evidence: Schema.NullOr(EditPattern),
  decidedBy: Author,
  at: Schema.String,
  comments: Schema.Array(DocComment),
});
export type DocThread = typeof DocThread.Type;

/** Reads the threads of a page: the open ones, and the latest of the others. */
export const DocThreads = Schema.Struct({ doc: PageName });
export type DocThreads = typeof DocThreads.Type;
export const DocThreadsAck = Schema.Struct({ threads: Schema.Array(DocThread) });
export type DocThreadsAck = typeof DocThreadsAck.Type;

/** What one may do with a thread. `state` decides a suggestion, resolves a comment, or opens either again. */
export const ThreadAct = Schema.Union([
  Schema.Struct({ type: Schema.Literal("comment"), start: End, end: End, body: Body }),
  Schema.Struct({
    type: Schema.Literal("suggest"),
    start: End,
    end: End,
    /** What its author saw there: the range must still say it. */
    quote: Words(docLimits.suggestionLength),
    proposed: Words(docLimits.suggestionLength),
  }),
  Schema.Struct({ type: Schema.Literal("answer"), commentId: Id, body: Body }),
  Schema.Struct({ type: Schema.Literal("delete"), commentId: Id }),
  Schema.Struct({
    type: Schema.Literal("state"),
    state: Schema.Literals(["open", "resolved", "accepted", "rejected"]),
  }),
]);
export type ThreadAct = typeof ThreadAct.Type;

/** Does something with a thread. Its id comes from the client: sending the same again is the same act. */
export const DocDiscuss = Schema.Struct({ doc: PageName, threadId: Id, act: ThreadAct });
export type DocDiscuss = typeof DocDiscuss.Type;

/** The thread as it is now. */
export const DocDiscussAck = Schema.Struct({ thread: DocThread });
export type DocDiscussAck = typeof DocDiscussAck.Type;

/** A thread is new or has changed; told to all who have the page open. May be lost. */
export const DocDiscussed = Schema.Struct({ doc: PageName, thread: DocThread });
export type DocDiscussed = typeof DocDiscussed.Type;
