import { Schema } from "effect";
import { Id, Seq } from "./ids.ts";
import { PeopleThere } from "./people-there.ts";

/** A visitor leaves an e-mail address to be answered at. */
export const EmailLeave = Schema.Struct({
  conversationId: Id,
  clientId: Id,
  email: Schema.String.check(Schema.isMaxLength(254)),
});
export type EmailLeave = typeof EmailLeave.Type;

/** A person was asked for: where that stands in the log, and whether anybody is there. */
export const PersonRequestAck = Schema.Struct({
  seq: Schema.NullOr(Seq),
  people: Schema.optionalKey(PeopleThere),
});
export type PersonRequestAck = typeof PersonRequestAck.Type;
