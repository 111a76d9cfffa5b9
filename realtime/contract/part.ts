import { Schema } from "effect";
import { limits } from "./names.ts";

/** Longest text of one message part, in UTF-16 code units. */
export const maxTextLength = limits.textLength;

/**
 * A piece of text as it was written: never trimmed, never normalised, also when it is not well-formed
 * Unicode. Blank is refused by the action, by name.
 */
export const TextPart = Schema.Struct({
  type: Schema.Literal("text"),
  text: Schema.String.check(Schema.isMaxLength(maxTextLength)),
});

/** A message body is a list of typed parts; text is the first kind. */
export const Part = Schema.Union([TextPart]);
export type Part = typeof Part.Type;

/** One to ten parts. */
export const Parts = Schema.Array(Part).check(
  Schema.isMinLength(1),
  Schema.isMaxLength(limits.parts),
);
