/** How often something was seen, and what the values add up to. Each value lies between 0 and 1. */
export type Tally = { readonly n: number; readonly sum: number };

/**
 * Whether the mean of one row of values is above that of another by more than `margin` (0 to 1), in a way that
 * holds however often and whenever it is looked: if it is not, the chance that this is ever true, over all looks
 * there will ever be, is at most `risk`. Values need no distribution beyond lying between 0 and 1; the mean of each
 * must not depend on the ones before.
 *
 * The likelihood of a row under its best guesses, mixed over all of them, beside its likelihood under a mean is a
 * non-negative supermartingale when that is the mean, so it is ever as large as 1 / risk with chance `risk` at most
 * (Ville). Robbins, "Statistical methods related to the law of the iterated logarithm", Annals of Mathematical
 * Statistics 41 (1970); for values between 0 and 1 in place of yes and no, and mixed by a beta distribution: Howard,
 * Ramdas, McAuliffe and Sekhon, "Time-uniform, nonparametric, nonasymptotic confidence sequences", Annals of
 * Statistics 49 (2021). The product over both rows is one as well, whichever row goes on next: Kaufmann and Koolen,
 * "Mixture martingales revisited with applications to sequential tests and confidence intervals", Journal of Machine
 * Learning Research 22 (2021).
 */
export const isAbove = (first: Tally, second: Tally, margin: number, risk: number): boolean =>
  first.n > 0 &&
  second.n > 0 &&
  first.sum / first.n - second.sum / second.n > margin &&
  evidenceAgainst(first, second, margin) > -Math.log(risk);

/** By how much the mean of one row is above that of another, with the least and the most that `isAbove` leaves, -1 to 1. */
export const meansApart = (
  first: Tally,
  second: Tally,
  risk: number,
): { readonly value: number; readonly low: number; readonly high: number } => {
  if (first.n === 0 || second.n === 0) return { value: 0, low: -1, high: 1 };
  const value = first.sum / first.n - second.sum / second.n;
  // The evidence grows on both sides of the difference that was seen.
  const edge = (end: number) => {
    let [inside, outside] = [value, end];
    for (let step = 0; step < 40; step += 1) {
      const middle = (inside + outside) / 2;
      if (evidenceAgainst(first, second, middle) > -Math.log(risk)) outside = middle;
      else inside = middle;
    }
    return outside;
  };
  return { value, low: edge(-1), high: edge(1) };
};

/** Least logarithm of the product of both, over all pairs of means that are `apart`. */
const evidenceAgainst = (first: Tally, second: Tally, apart: number): number => {
  let [low, high] = [Math.max(0, -apart), Math.min(1, 1 - apart)];
  // Convex in the second mean: its slope rises, and is zero at the least.
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2;
    if (slope(first, middle + apart) + slope(second, middle) > 0) high = middle;
    else low = middle;
  }
  const mean = (low + high) / 2;
  return mixture(first) + misfit(first, mean + apart) + mixture(second) + misfit(second, mean);
};

const slope = ({ n, sum }: Tally, mean: number): number =>
  (sum === 0 ? 0 : -sum / mean) + (sum === n ? 0 : (n - sum) / (1 - mean));

/** Logarithm of one over the likelihood of a row under a mean. */
const misfit = ({ n, sum }: Tally, mean: number): number =>
  (sum === 0 ? 0 : -sum * Math.log(mean)) + (sum === n ? 0 : -(n - sum) * Math.log1p(-mean));

/** Logarithm of the likelihood of a row, mixed over its mean by the beta distribution of one half and one half. */
const mixture = ({ n, sum }: Tally): number =>
  logGamma(sum + 0.5) + logGamma(n - sum + 0.5) - logGamma(n + 1) - Math.log(Math.PI);

/** Logarithm of the gamma function above 0: Abramowitz and Stegun, "Handbook of Mathematical Functions", 6.1.15 and 6.1.41. */
const logGamma = (x: number): number => {
  let [at, shift] = [x, 1];
  for (; at < 8; at += 1) shift *= at;
  const series = 1 / 12 - (1 / 360 - 1 / (1260 * at * at)) / (at * at);
  return (at - 0.5) * Math.log(at) - at + Math.log(2 * Math.PI) / 2 + series / at - Math.log(shift);
};
