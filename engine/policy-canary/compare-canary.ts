import type { ArmFigures, CanaryFigures } from "#db/reads/canary-figures.ts";
import { type Mean, meanOf, welchDifference } from "./mean-interval.ts";
import { type Difference, newcombeDifference, type Share, wilsonShare } from "./share-interval.ts";

/** What is compared: shares of conversations and drafts, and means of a conversation and a rating. */
export const canaryMeasures = [
  "alone",
  "approved",
  "rejected",
  "handedOver",
  "cost",
  "csat",
] as const;
export type CanaryMeasure = (typeof canaryMeasures)[number];

/** One figure of one arm, with its 95 % interval; `value` is a share of 1, US dollars, or a score from 1 to 5. */
export type CanaryFigure = {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** What it counts, of shares; null for means. */
  readonly count: number | null;
  readonly of: number;
};

/** A measure in both arms. */
export type ComparedMeasure = {
  readonly measure: CanaryMeasure;
  /** Null when the arm has nothing to count. */
  readonly canary: CanaryFigure | null;
  readonly production: CanaryFigure | null;
  /** Canary less production; null when there is too little to tell. */
  readonly difference: Difference | null;
  /** Whether the interval of the difference leaves out zero, and for whom. */
  readonly verdict: "too-little" | "no-difference" | "better" | "worse";
};

/** Fewer in an arm tell too little: the intervals of shares hold from few on, those of means do not. */
export const leastCompared = 20;

/** Sets canary and production side by side. */
export const compareCanary = ({
  canary,
  production,
}: Pick<CanaryFigures, "canary" | "production">): readonly ComparedMeasure[] =>
  canaryMeasures.map((measure) =>
    measure === "cost" || measure === "csat"
      ? compareMeans(measure, meanIn(canary, measure), meanIn(production, measure))
      : compareShares(measure, shareIn(canary, measure), shareIn(production, measure)),
  );

type ShareMeasure = Exclude<CanaryMeasure, "cost" | "csat">;

const shareIn = (arm: ArmFigures, measure: ShareMeasure): Share | null => {
  const drafts = arm.approved + arm.edited + arm.rejected;
  const of = measure === "approved" || measure === "rejected" ? drafts : arm.conversations;
  return of === 0 ? null : wilsonShare(arm[measure], of);
};

const meanIn = ({ cost, ratings }: ArmFigures, measure: "cost" | "csat"): Mean | null => {
  const sums = measure === "cost" ? cost : ratings;
  return sums.n < 2 ? null : meanOf(sums);
};

const compareShares = (
  measure: ShareMeasure,
  canary: Share | null,
  production: Share | null,
): ComparedMeasure => {
  const tells = (canary?.of ?? 0) >= leastCompared && (production?.of ?? 0) >= leastCompared;
  const difference =
    tells && canary !== null && production !== null ? newcombeDifference(canary, production) : null;
  return { measure, canary, production, difference, verdict: verdictOf(measure, difference) };
};

const compareMeans = (
  measure: "cost" | "csat",
  canary: Mean | null,
  production: Mean | null,
): ComparedMeasure => {
  const tells = (canary?.n ?? 0) >= leastCompared && (production?.n ?? 0) >= leastCompared;
  const difference =
    tells && canary !== null && production !== null ? welchDifference(canary, production) : null;
  const verdict = verdictOf(measure, difference);
  return {
    measure,
    canary: figureOf(canary),
    production: figureOf(production),
    difference,
    verdict,
  };
};

const figureOf = (mean: Mean | null): CanaryFigure | null =>
  mean === null
    ? null
    : { value: mean.value, low: mean.low, high: mean.high, count: null, of: mean.n };

/** Measures of which more is better. */
const wanted: ReadonlySet<CanaryMeasure> = new Set(["alone", "approved", "csat"]);

const verdictOf = (
  measure: CanaryMeasure,
  difference: Difference | null,
): ComparedMeasure["verdict"] => {
  if (difference === null) return "too-little";
  if (difference.low <= 0 && difference.high >= 0) return "no-difference";
  return difference.low > 0 === wanted.has(measure) ? "better" : "worse";
};
