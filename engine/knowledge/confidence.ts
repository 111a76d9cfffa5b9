/** What is known about how well a search went. All 0..1 but queryTokens. */
export type RetrievalFeatures = {
  /** Score of the best passage. */
  readonly top: number;
  /** By how much the best passage beats the best one of another source. */
  readonly gap: number;
  /** Share of the question's worth that occurs anywhere in the tenant's knowledge. */
  readonly idfFound: number;
  /** Share of the question's worth that occurs in the best passage. */
  readonly covered: number;
  /** BM25 and cosine of the best passage. */
  readonly lexical: number;
  readonly vector: number;
  /** Whether words and pieces agree on the best passage: 1 when both put it first, less the lower either has it. */
  readonly agreement: number;
  /** Distinct index tokens of the question. */
  readonly queryTokens: number;
  /** How alike the question is to one the best source is pinned to; 0 when it is not pinned. */
  readonly pinned: number;
};

/**
 * Probability that the passages found answer the question: halfway between "the best one does" and "one
 * of the best five sources does". A pinned source answers as surely as the questions are alike. The
 * coefficients hold for one way of scoring: fit again when score.ts changes.
 */
export const confidenceOf = (features: RetrievalFeatures): number => {
  let linear = intercept;
  for (const [index, input] of confidenceInputs(features).entries()) {
    linear += coefficients[index]! * input;
  }
  return Math.max(1 / (1 + Math.exp(-linear)), features.pinned);
};

/** What the probability depends on, in the order of the coefficients. */
export const confidenceInputs = (features: RetrievalFeatures): readonly number[] => [
  Math.log(0.02 + features.top),
  features.gap / (features.top || 1),
  features.idfFound,
  features.covered,
  features.agreement,
  Math.log(1 + features.queryTokens),
];

/**
 * Found by `npm run eval -- confidence` over the sets helpdocs, xquad-en, xquad-zh, banking77 and
 * clinc150 (ten examples an intent), each counted the same: once whole, and once in each of two halves,
 * so that half of the questions have lost their answer but kept its neighbours. Fitting again after the
 * examples of a source began to vote moved no measure by more than two in a hundred, so they stayed.
 */
const intercept = -0.173;
const coefficients: readonly number[] = [3.78, 3.244, 0.173, -0.024, -0.405, 1.756];
