import { beginAppend as beginKnowingly } from "#db/writes/begin-append.ts";

/** Knows of nothing that was stored before. */
export const beginAppend: typeof beginKnowingly = async (...begun) => ({
  ...(await beginKnowingly(...begun)),
  stored: [],
});
