import { judgedLookedAt, type LineEvidence } from "#db/reads/line-evidence.ts";

/** Share of answers that must be right. */
const aim = 0.95;
/** Chance of being misled by one look, when a line is proven and when it is refuted. */
const risk = { proven: 0.05, refuted: 0.01 };
/** Fewer answers than these are no evidence: neither to refute a line, nor of its own when it is proven. */
const leastAnswers = 20;

/**
 * Whether so many judged answers, so many of them wrong, prove that at least 95 % are right: the exact lower
 * bound of a binomial share, one-sided at 95 % (Clopper and Pearson 1934), is at .95 or above. 59 answers
 * with none wrong do, 93 with one, 124 with two, 153 with three.
 *
 * It is looked at after every judgement, and looking often misleads more often than looking once (Armitage,
 * McPherson and Rowe 1969). That is kept small by looking at a few fixed lines only, and by taking back what is
 * refuted later. Over 400 judgements, with a look after each, a line with 90 right in 100 is ever taken for
 * proven in 1 of 400 workspaces, one with 93 in 1 of 37, one a hair below 95 in 1 of 6 (exact: the test
 * computes it); one with 98 is in 97 of 100.
 */
export const isProven = (judged: number, wrong: number): boolean =>
  chanceOfAtMost(wrong, judged, 1 - aim) <= risk.proven;

/**
 * Whether so many recent answers, so many of them wrong, show that fewer than 95 % are right: were it 95 %, so many
 * wrong ones would come up less than once in a hundred times. 5 of 20 do, 12 of 100. Never from fewer than 20.
 */
export const isRefuted = (recent: number, wrong: number): boolean =>
  recent >= leastAnswers &&
  wrong > 0 &&
  1 - chanceOfAtMost(wrong - 1, recent, 1 - aim) < risk.refuted;

/** The share that is right at least, 0..1: the bound of `isProven`. */
export const leastRight = (judged: number, wrong: number): number => {
  if (wrong >= judged) return 0;
  let [low, high] = [0, 1];
  for (let step = 0; step < 40; step += 1) {
    const share = (low + high) / 2;
    if (chanceOfAtMost(wrong, judged, 1 - share) <= risk.proven) low = share;
    else high = share;
  }
  return low;
};

/**
 * The share that is right at most, 0..1: were it more, so many wrong ones would come up less than once in a hundred
 * times (the exact upper bound, one-sided at 99 %). 1 while nothing was wrong.
 */
export const mostRight = (judged: number, wrong: number): number => {
  if (wrong === 0) return 1;
  let [low, high] = [0, 1];
  for (let step = 0; step < 40; step += 1) {
    const share = (low + high) / 2;
    if (1 - chanceOfAtMost(wrong - 1, judged, 1 - share) < risk.refuted) high = share;
    else low = share;
  }
  return high;
};

/**
 * How many more answers must be right, and none wrong, before a line holds; 0 when it does. It must be proven,
 * with answers of its own among them: from what lies far above it nothing follows for what lies just above it.
 * No more than are looked at: those alone prove it.
 */
export const missingToHold = ({ judged, wrong, own }: LineEvidence): number => {
  let more = Math.max(0, leastAnswers - own);
  while (more < judgedLookedAt && !isProven(judged + more, wrong)) more += 1;
  return more;
};

/** Too few answers at or above a line to prove anything of it, were they all right. */
export const isTooFew = ({ judged }: LineEvidence): boolean => !isProven(judged, 0);

/**
 * The answers that refute a line, if too many were wrong of late: of those at or above it, of its own, or of
 * those that were drawn and looked at, among which are the wrong ones that nobody noticed.
 */
export const whatRefutes = (one: LineEvidence) => {
  const looks = [
    { judged: one.recent, wrong: one.recentWrong },
    { judged: one.ownRecent, wrong: one.ownWrong },
    { judged: one.checked, wrong: one.checkedWrong },
  ];
  return looks.find(({ judged, wrong }) => isRefuted(judged, wrong)) ?? null;
};

/** Chance that at most so many of `n` are wrong when each is with probability `p`; terms by their ratio. */
const chanceOfAtMost = (wrong: number, n: number, p: number): number => {
  if (wrong >= n) return 1;
  if (p <= 0) return 1;
  if (p >= 1) return 0;
  let term = n * Math.log1p(-p);
  let sum = Math.exp(term);
  for (let k = 1; k <= wrong; k += 1) {
    term += Math.log(((n - k + 1) / k) * (p / (1 - p)));
    sum += Math.exp(term);
  }
  return Math.min(1, sum);
};
