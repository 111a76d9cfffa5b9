import { describe, expect, it } from "vitest";
import { type Answered, auroc, measure, quantile } from "./metrics.ts";

const answered = (rank: number | null, confidence: number): Answered => ({
  inScope: true,
  rank,
  ndcg10: rank === null ? 0 : 1 / Math.log2(rank + 1),
  confidence,
});
const outOfScope = (confidence: number): Answered => ({
  inScope: false,
  rank: null,
  ndcg10: 0,
  confidence,
});

it("counts ranks over the questions in scope", () => {
  const report = measure([answered(1, 0.9), answered(3, 0.5), answered(12, 0.4), outOfScope(0.1)]);
  expect(report).toMatchObject({ n: 3, r1: 0.3333, r5: 0.6667, mrr10: 0.4444, auroc: 1 });
});

describe("the ROC area", () => {
  it("is 1 when all positives are above, 1/2 when they say nothing, and null without negatives", () => {
    expect(auroc([0.8, 0.9], [0.1, 0.2])).toBe(1);
    expect(auroc([0.5, 0.5], [0.5])).toBe(0.5);
    expect(auroc([0.1], [0.9])).toBe(0);
    expect(auroc([0.1], [])).toBeNull();
  });
});

describe("answering at 97 % precision", () => {
  it("covers all when confidence tells right from wrong", () => {
    const rows = Array.from({ length: 200 }, (_, n) =>
      n % 2 === 0 ? answered(1, 0.6 + n / 1000) : outOfScope(0.4 - n / 1000),
    );
    const { coverage95, precision95 } = measure(rows);
    expect(coverage95).toBeGreaterThan(0.95);
    expect(precision95).toBeGreaterThan(0.97);
  });

  it("covers next to nothing when confidence tells nothing", () => {
    const rows = Array.from({ length: 400 }, (_, n) => answered(n % 2 === 0 ? 1 : 2, 0.5));
    expect(measure(rows)).toMatchObject({ coverage95: 0, precision95: null });
  });

  it("measures the same every time", () => {
    const rows = Array.from({ length: 300 }, (_, n) =>
      answered(n % 7 === 0 ? 2 : 1, ((n * 7919) % 300) / 300),
    );
    expect(measure(rows)).toEqual(measure(rows));
  });
});

it("finds quantiles between numbers", () => {
  expect([quantile([4, 1, 3, 2], 0.5), quantile([1], 0.95), quantile([], 0.5)]).toEqual([
    2.5,
    1,
    null,
  ]);
});
