import { expect, test } from "vitest";
import { mergeComparisons } from "./merge-comparisons.ts";

const hits = (first: number | null, unasked = 0) => ({
  modelId: "a",
  at: first === null ? null : { 1: first, 3: first, 10: 1 },
  unasked,
});

test("each question counts once, and those without a source say nothing of hits", () => {
  const many = { questions: 50, judged: 30, sameFirst: 0.5, overlapAt5: 1, hits: [hits(0.5, 2)] };
  const few = { questions: 10, judged: 10, sameFirst: 1, overlapAt5: 0.4, hits: [hits(0.9, 1)] };
  const { hits: found, ...rest } = mergeComparisons(many, few);
  expect(rest.questions).toBe(60);
  expect(rest.judged).toBe(40);
  expect(rest.sameFirst).toBeCloseTo(35 / 60);
  expect(rest.overlapAt5).toBeCloseTo(54 / 60);
  expect(found[0]?.at?.[1]).toBeCloseTo(24 / 40);
  expect(found[0]?.unasked).toBe(3);
  const none = { ...few, judged: 0, hits: [hits(null)] };
  expect(mergeComparisons(many, none).hits[0]?.at?.[1]).toBe(0.5);
  expect(mergeComparisons(none, none).hits[0]?.at).toBeNull();
});
