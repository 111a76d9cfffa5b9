import type { Sums } from "#db/reads/canary-figures.ts";
import { type Difference, z95 } from "./share-interval.ts";

/** A mean, with its 95 % interval. */
export type Mean = Difference & { readonly n: number; readonly variance: number };

/** The mean of at least two values, with its 95 % interval by Student's t. */
export const meanOf = ({ n, sum, squares }: Sums): Mean => {
  const value = sum / n;
  const variance = Math.max(0, (squares - n * value * value) / (n - 1));
  const half = studentT(n - 1) * Math.sqrt(variance / n);
  return { n, value, variance, low: value - half, high: value + half };
};

/**
 * How much larger one mean is than another, with its 95 % interval: Welch, "The generalization of 'Student's'
 * problem when several different population variances are involved", Biometrika 34 (1947), with the degrees of
 * freedom of Satterthwaite.
 */
export const welchDifference = (a: Mean, b: Mean): Difference => {
  const [va, vb] = [a.variance / a.n, b.variance / b.n];
  const value = a.value - b.value;
  if (va + vb === 0) return { value, low: value, high: value };
  const freedom = (va + vb) ** 2 / (va ** 2 / (a.n - 1) + vb ** 2 / (b.n - 1));
  const half = studentT(freedom) * Math.sqrt(va + vb);
  return { value, low: value - half, high: value + half };
};

/**
 * The 97.5 % point of Student's t, from the normal one: Abramowitz and Stegun, "Handbook of Mathematical
 * Functions", 26.7.5. Right to a hundredth from five degrees of freedom on.
 */
export const studentT = (freedom: number): number => {
  const z = z95;
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92_160,
  ];
  return terms.reduce((sum, term, index) => sum + term / freedom ** (index + 1), z);
};
