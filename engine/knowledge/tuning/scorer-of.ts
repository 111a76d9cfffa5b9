import { createHash } from "node:crypto";
import { confidenceOf, type RetrievalFeatures } from "../confidence.ts";
import type { Tuning } from "../tuning.ts";

/**
 * Names the way a tuning scores: evidence of the send line counts where the same confidence means the same.
 * Synonyms and pins are left out: each speaks to a few questions, and an author adds them every day.
 */
export const scorerOf = ({ meaning, titles }: Tuning): string =>
  `${version} m${meaning} t${titles}`;

const probe = (part: Partial<RetrievalFeatures>): RetrievalFeatures => ({
  top: 0.5,
  gap: 0.1,
  idfFound: 0.9,
  covered: 0.6,
  lexical: 0.5,
  vector: 0.5,
  agreement: 1,
  queryTokens: 6,
  pinned: 0,
  ...part,
});

/**
 * Changes by itself with the coefficients of confidence, which are fitted to the scorer: so a release with
 * another scorer begins with no evidence, and one without keeps it.
 */
const version = createHash("sha256")
  .update(
    [
      probe({}),
      probe({ top: 0.2, gap: 0 }),
      probe({ top: 0.8, gap: 0.5, queryTokens: 12 }),
      probe({ idfFound: 0.3, covered: 0.1 }),
      probe({ agreement: 0.2, lexical: 0.1, vector: 0.9 }),
      probe({ lexical: 0.9, vector: 0.1, queryTokens: 2 }),
    ]
      .map((features) => confidenceOf(features).toFixed(3))
      .join(),
  )
  .digest("hex")
  .slice(0, 8);
