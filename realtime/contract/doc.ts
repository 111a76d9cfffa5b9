import { Schema } from "effect";
import { Id } from "./ids.ts";
import { docLimits } from "./names.ts";

/** Bytes as base64. Text frames carry them: one write for each receiver, where binary needs two. */
const Bytes = (mostBytes: number) =>
  Schema.String.check(
    Schema.isMaxLength(Math.ceil(mostBytes / 3) * 4),
    Schema.isPattern(/^[A-Za-z0-9+/]*={0,2}$/),
  );

/** Which shared document: the page of a policy, under the policy's id, or a draft that waits, under its decision's. */
export const DocName = Schema.Struct({ kind: Schema.Literals(["policy", "draft"]), id: Id });
export type DocName = typeof DocName.Type;

/** Where somebody stands in a document. Both ends are relative positions of Yjs as JSON; null when nowhere. */
const Place = Schema.NullOr(
  Schema.Struct({
    anchor: Schema.String.check(Schema.isMaxLength(300)),
    head: Schema.String.check(Schema.isMaxLength(300)),
  }),
);

/** Somebody who has a document open, in one tab. Name and member come from the session, never from the client. */
export const DocPeer = Schema.Struct({
  peerId: Schema.String,
  memberId: Id,
  name: Schema.String,
  place: Place,
  /** The AI itself, which writes here; `memberId` is its decision's id then. Told every second while it does. */
  ai: Schema.optionalKey(Schema.Literal(true)),
});
export type DocPeer = typeof DocPeer.Type;

/** Opens a document. `vector` is the client's state vector: only what it lacks comes back. */
export const DocJoin = Schema.Struct({ doc: DocName, vector: Bytes(docLimits.vectorBytes) });
export type DocJoin = typeof DocJoin.Type;

/**
 * What the client lacks, as a Yjs update in base64. `length` is the length of all of it; what does not fit
 * this answer is asked for by `doc.read`. `vector` is the server's state vector: the client sends what that lacks.
 */
export const DocJoinAck = Schema.Struct({
  state: Schema.String,
  length: Schema.Int,
  /** The number of the newest change in it. */
  seq: Schema.Int,
  vector: Schema.String,
  mayWrite: Schema.Boolean,
  peerId: Schema.String,
  peers: Schema.Array(DocPeer),
});
export type DocJoinAck = typeof DocJoinAck.Type;

/** More of the answer to this socket's last `doc.join`, from a character of its base64 on. */
export const DocRead = Schema.Struct({ doc: DocName, from: Schema.Int });
export type DocRead = typeof DocRead.Type;
export const DocReadAck = Schema.Struct({ state: Schema.String });
export type DocReadAck = typeof DocReadAck.Type;

/** A change: a Yjs update (first encoding) of the sender's own clients. Sending it again changes nothing. */
export const DocUpdate = Schema.Struct({ doc: DocName, update: Bytes(docLimits.updateBytes) });
export type DocUpdate = typeof DocUpdate.Type;

/** The change is committed. */
export const DocUpdateAck = Schema.Struct({ seq: Schema.Int });
export type DocUpdateAck = typeof DocUpdateAck.Type;

/** Where the sender stands; repeated every ten seconds. */
export const DocPoint = Schema.Struct({ doc: DocName, place: Place });
export type DocPoint = typeof DocPoint.Type;

/** The number of the newest change here: who has heard of none so new joins again. */
export const DocPointAck = Schema.Struct({ seq: Schema.Int });
export type DocPointAck = typeof DocPointAck.Type;

/** The sender has closed the document. */
export const DocLeave = Schema.Struct({ doc: DocName });
export type DocLeave = typeof DocLeave.Type;

/** Committed changes number `from` to `seq` as one update, to all who have the document open, their senders too. */
export const DocUpdated = Schema.Struct({
  doc: DocName,
  from: Schema.Int,
  seq: Schema.Int,
  update: Schema.String,
});
export type DocUpdated = typeof DocUpdated.Type;

/** Where somebody stands now; `gone` when they have closed the document. May be lost. */
export const DocPointed = Schema.Struct({ doc: DocName, peer: DocPeer, gone: Schema.Boolean });
export type DocPointed = typeof DocPointed.Type;

/** A version of the page was saved, in it or elsewhere: the newest one has this number. May be lost. */
export const DocVersioned = Schema.Struct({ doc: DocName, version: Schema.Int });
export type DocVersioned = typeof DocVersioned.Type;
