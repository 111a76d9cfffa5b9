import { Schema } from "effect";

/** Headers of a request that is safe to send twice: the same text is the same act, and gets the first answer. */
export const idempotent = {
  headers: { "idempotency-key": Schema.optionalKey(Schema.String.check(Schema.isMaxLength(200))) },
};
