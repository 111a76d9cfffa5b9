import { Schema } from "effect";
import { Id } from "./ids.ts";

/** Sent by a widget when it connects: the channel's public key and the version it speaks. */
export const VisitorHandshake = Schema.Struct({
  key: Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(64)),
  version: Schema.Int,
});
export type VisitorHandshake = typeof VisitorHandshake.Type;

/**
 * Sent by the console when it connects; who it is comes from the session cookie. A page that names its
 * workspace is refused as `conflict` once the session has moved to another, instead of showing two.
 */
export const OperatorHandshake = Schema.Struct({
  version: Schema.Int,
  tenantId: Schema.optionalKey(Id),
});
export type OperatorHandshake = typeof OperatorHandshake.Type;
