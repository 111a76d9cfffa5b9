import { calibrate } from "../lib/calibrate.ts";
import { canPin } from "../lib/cores.ts";
import { percentile, ratio, rounded } from "../lib/percentile.ts";
import type { BenchLine } from "./bench-line.ts";

/** Rounds of everything that is compared; each figure is the median of them. */
export const rounds = 3;

/** The median of some rounds, with one digit after the point. */
export const median = (samples: readonly number[]): number | null =>
  rounded(percentile(samples, 0.5));

/** What the product did beside what its reference did, in the unit of the names. */
export type Compared = {
  readonly product: readonly number[];
  readonly reference: readonly number[];
};

/** The median of the rounds' own ratios: product and reference of one round met the same machine. */
export const medianRatio = ({ product, reference }: Compared): number | null =>
  percentile(
    product.flatMap((value, round) => ratio(value, reference[round] ?? null) ?? []),
    0.5,
  );

/** What every line says of the machine: how fast it is now, and whether the cores were kept apart. */
export const machine = (): BenchLine => ({
  rounds,
  calibrationMs: calibrate(),
  pinned: canPin ? "yes" : "no",
});
