import { Result, Schema, type SchemaIssue } from "effect";
import type { WireError } from "./ack.ts";

/** A request that fits its schema, or the refusal to answer with. */
export type Decoded<A> =
  | { readonly ok: true; readonly value: A }
  | { readonly ok: false; readonly error: WireError };

/**
 * Makes the decoder of a request. Keys the schema does not know are dropped. What is too long is
 * refused as `too_large`, anything else that does not fit as `invalid`; the message names the field
 * and never repeats the input.
 */
export const makeDecoder = <S extends Schema.ConstraintDecoder<unknown>>(
  schema: S,
): ((raw: unknown) => Decoded<S["Type"]>) => {
  const decode = Schema.decodeUnknownResult(schema);
  return (raw) => {
    const result = decode(raw);
    if (Result.isSuccess(result)) return { ok: true, value: result.success };
    const { issue, message } = result.failure;
    const kind = isAboutLength(issue) ? "too_large" : "invalid";
    return { ok: false, error: { kind, message: message.slice(0, longestMessage) } };
  };
};

/** A union of many members can fail in many ways; nobody reads them all. */
const longestMessage = 300;

/** Whether a maximal length was passed, at any depth. */
const isAboutLength = (issue: SchemaIssue.Issue): boolean => {
  switch (issue._tag) {
    case "Filter":
      return (
        representationId(issue.filter.annotations) === "effect/schema/isMaxLength" ||
        isAboutLength(issue.issue)
      );
    case "Encoding":
    case "Pointer":
      return isAboutLength(issue.issue);
    case "Composite":
    case "AnyOf":
      return issue.issues.some(isAboutLength);
    default:
      return false;
  }
};

const representationId = (annotations: unknown): unknown => {
  const representation: unknown = (annotations as { representation?: unknown } | undefined)
    ?.representation;
  return (representation as { id?: unknown } | undefined)?.id;
};
