import { translatedWorth } from "./rank-passages.ts";

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
  /** 1 when it was the question's wording in English that found it; not recorded with older decisions. */
  readonly translated?: number;
  /** How far the best source is a list of examples, 0..1, as `exampleness` says; not recorded with older decisions. */
  readonly examples?: number;
  /** Words of the question: its index tokens, of which a Chinese word has two; not recorded with older decisions. */
  readonly words?: number;
};

/**
 * How surely a question is answered by what was found, 0..1: its order is the order of what is sent first.
 * The high part is how likely the best passage answers it, or half as much one of the best five sources,
 * with every doubt counted half as much again, since on knowledge the fit has not seen, what it calls .8
 * comes true less often. Where that says little, what counts is how likely one of the best five sources
 * answers, whichever it is: at most .6, a draft's worth. A pinned source answers as surely as the questions
 * are alike. The coefficients hold for one way of scoring: fit again when score.ts changes.
 */
export const confidenceOf = (features: RetrievalFeatures): number => {
  const best = probability(fits.best, bestInputs(features));
  const among = probability(fits.among, amongInputs(features));
  return Math.max((1 + doubt) * best - doubt, mostOfDrafts * among, features.pinned);
};

const doubt = 0.5;
const mostOfDrafts = 0.6;

/** What it depends on whether the best passage answers, in the order of the coefficients. */
export const bestInputs = (features: RetrievalFeatures): readonly number[] => [
  Math.log(0.02 + undiscounted(features)),
  features.gap / (features.top || 1),
  features.agreement,
  Math.log(1 + features.queryTokens),
];

/**
 * A translated question counts less so that a passage in the question's own language comes first. Which of the
 * passages in the other language answers it is as sure as what was found says.
 */
const undiscounted = ({ top, translated = 0 }: RetrievalFeatures): number =>
  translated === 0 ? top : top / translatedWorth;

/**
 * What it depends on whether one of the best five sources answers. The best score tells questions that nothing
 * answers from others best: every other input, but the lead above all, mistakes an answer that stands in two
 * places for none. In articles it says less of a short question: two words are found together by chance more
 * often than ten.
 */
export const amongInputs = ({
  top,
  queryTokens,
  examples = 1,
  words = queryTokens,
}: RetrievalFeatures): readonly number[] => [
  Math.log(0.02 + top) + (1 - examples) * wordsShare * Math.log((1 + words) / (1 + usualWords)),
];

/**
 * How much the number of words says beside the score: 1.0 of 5.7, by a fit of articles alone in which helpdocs,
 * xquad-en and xquad-zh have a level each, since a set of long questions is not better answered for that.
 */
const wordsShare = 0.178;
/** A question of so many words, between "password forgotten" and "forgot my password", is as sure in articles as in examples. */
const usualWords = 2.5;

/**
 * Found by `npm run eval -- confidence` over the sets helpdocs, xquad-en, xquad-zh, banking77 and
 * clinc150 (ten examples an intent), each counted the same: once whole, and once in each of two halves,
 * so that half of the questions have lost their answer but kept its neighbours.
 */
const fits = {
  best: { intercept: -0.421, coefficients: [3.999, 3.202, 0.575, 1.601] },
  among: { intercept: 4.574, coefficients: [3.521] },
} as const;

const probability = (
  { intercept, coefficients }: (typeof fits)[keyof typeof fits],
  inputs: readonly number[],
): number => {
  let linear: number = intercept;
  for (const [index, input] of inputs.entries()) linear += coefficients[index]! * input;
  return 1 / (1 + Math.exp(-linear));
};
