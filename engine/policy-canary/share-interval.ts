/** A share, with how far it is known. */
export type Share = {
  readonly count: number;
  readonly of: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
};

/** The 97.5 % point of the normal distribution: two-sided 95 %. */
export const z95 = 1.959964;

/**
 * A share with its 95 % interval after Wilson: "Probable inference, the law of succession, and statistical
 * inference", Journal of the American Statistical Association 22 (1927). `of` is above 0.
 */
export const wilsonShare = (count: number, of: number): Share => {
  const value = count / of;
  const z2 = z95 * z95;
  const middle = (count + z2 / 2) / (of + z2);
  const half = (z95 / (of + z2)) * Math.sqrt((count * (of - count)) / of + z2 / 4);
  return { count, of, value, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
};

/** A difference, with its 95 % interval. */
export type Difference = { readonly value: number; readonly low: number; readonly high: number };

/**
 * How much larger one share is than another, with its 95 % interval: the hybrid score method (10) of Newcombe,
 * "Interval estimation for the difference between independent proportions", Statistics in Medicine 17 (1998).
 */
export const newcombeDifference = (a: Share, b: Share): Difference => ({
  value: a.value - b.value,
  low: a.value - b.value - Math.hypot(a.value - a.low, b.high - b.value),
  high: a.value - b.value + Math.hypot(a.high - a.value, b.value - b.low),
});
