import { describe, expect, it } from "vitest";
import type { ArmFigures, Sums } from "#db/reads/canary-figures.ts";
import { compareCanary } from "./compare-canary.ts";
import { meanOf, studentT, welchDifference } from "./mean-interval.ts";
import { newcombeDifference, wilsonShare } from "./share-interval.ts";

const sums = (values: readonly number[]): Sums => ({
  n: values.length,
  sum: values.reduce((sum, value) => sum + value, 0),
  squares: values.reduce((sum, value) => sum + value * value, 0),
});

describe("intervals", () => {
  it("of shares are those of Wilson, and of differences those of Newcombe's examples", () => {
    // Newcombe (1998), table II, example (a), method 10: 56/70 - 48/80 is 0.2, from 0.0524 to 0.3339.
    const difference = newcombeDifference(wilsonShare(56, 70), wilsonShare(48, 80));
    expect(difference.value).toBeCloseTo(0.2, 10);
    expect(difference.low).toBeCloseTo(0.0524, 4);
    expect(difference.high).toBeCloseTo(0.3339, 4);
    // Example (h): 10/10 - 0/10 is 1, from 0.6075 to 1.
    const whole = newcombeDifference(wilsonShare(10, 10), wilsonShare(0, 10));
    expect([whole.low, whole.high]).toEqual([expect.closeTo(0.6075, 4), expect.closeTo(1, 10)]);
    // 0 of 10: from 0 to z² / (10 + z²).
    expect(wilsonShare(0, 10)).toMatchObject({ low: 0, high: expect.closeTo(0.2775, 4) });
  });

  it("of means are Student's and Welch's", () => {
    // Tables of Student's t, 97.5 %.
    for (const [freedom, t] of [
      [5, 2.571],
      [9, 2.262],
      [19, 2.093],
      [60, 2.0],
    ] as const) {
      expect(studentT(freedom)).toBeCloseTo(t, 2);
    }
    // By hand: means 3 and 5, variances 2.5 and 10, five values each; freedom 5.882, t 2.459.
    const [a, b] = [meanOf(sums([1, 2, 3, 4, 5])), meanOf(sums([1, 3, 5, 7, 9]))];
    const { value, low, high } = welchDifference(a, b);
    expect([value, low, high]).toEqual([
      expect.closeTo(-2, 10),
      expect.closeTo(-2 - 2.459 * Math.sqrt(2.5), 1),
      expect.closeTo(-2 + 2.459 * Math.sqrt(2.5), 1),
    ]);
  });
});

describe("a canary beside production", () => {
  const arm = (more: Partial<ArmFigures>): ArmFigures => ({
    conversations: 0,
    alone: 0,
    handedOver: 0,
    approved: 0,
    edited: 0,
    rejected: 0,
    cost: sums([]),
    ratings: sums([]),
    ...more,
  });
  const verdicts = (canary: ArmFigures, production: ArmFigures) =>
    Object.fromEntries(
      compareCanary({ canary, production }).map(({ measure, verdict }) => [measure, verdict]),
    );

  it("says when there is too little to tell", () => {
    const few = arm({ conversations: 19, handedOver: 19 });
    expect(verdicts(few, arm({ conversations: 500 }))["handedOver"]).toBe("too-little");
    const measures = compareCanary({ canary: arm({}), production: arm({}) });
    expect(measures.map(({ canary, difference }) => [canary, difference])).toEqual(
      measures.map(() => [null, null]),
    );
  });

  it("knows which way each measure is better", () => {
    const costs = (usd: number) => sums(Array.from({ length: 100 }, (_, i) => usd + (i % 5) / 1e3));
    const scores = (score: number) => sums(Array.from({ length: 100 }, (_, i) => score + (i % 2)));
    const good = arm({
      conversations: 100,
      alone: 80,
      handedOver: 10,
      approved: 80,
      edited: 15,
      rejected: 5,
      cost: costs(0.01),
      ratings: scores(4),
    });
    const bad = arm({
      conversations: 100,
      alone: 40,
      handedOver: 50,
      approved: 30,
      edited: 20,
      rejected: 50,
      cost: costs(0.05),
      ratings: scores(2),
    });
    expect(new Set(Object.values(verdicts(bad, good)))).toEqual(new Set(["worse"]));
    expect(new Set(Object.values(verdicts(good, bad)))).toEqual(new Set(["better"]));
    expect(new Set(Object.values(verdicts(good, good)))).toEqual(new Set(["no-difference"]));
  });
});
