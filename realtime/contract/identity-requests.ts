import { Schema } from "effect";
import { Id, Seq } from "./ids.ts";

/** A visitor enters the code that was sent to an address. It is no message: nothing of it is stored. */
export const CodeEnter = Schema.Struct({
  conversationId: Id,
  checkId: Id,
  code: Schema.String.check(Schema.isMaxLength(40)),
});
export type CodeEnter = typeof CodeEnter.Type;

/** What came of it. `triesLeft` is 0 unless another code may be entered. */
export const CodeEnterAck = Schema.Struct({
  outcome: Schema.Literals(["verified", "wrong", "expired", "locked"]),
  triesLeft: Schema.Int,
});
export type CodeEnterAck = typeof CodeEnterAck.Type;

/** A code was sent, and stands in the log at `seq`; or none may be sent before `againAt`, ISO 8601 UTC. */
export const CodeSendAck = Schema.Struct({
  seq: Schema.NullOr(Seq),
  againAt: Schema.NullOr(Schema.String),
});
export type CodeSendAck = typeof CodeSendAck.Type;
