import { describe, expect, it } from "vitest";
import { figuresOf, type Judged, movement } from "./question-set.ts";

const one = (place: number | null, confidence: number, ms = 10): Judged => ({
  id: `${place}-${confidence}`,
  place,
  confidence,
  ms,
  expects: place !== 0,
});

describe("a set of saved questions", () => {
  it("is measured by where the expected passages stand", () => {
    const judged = [one(1, 0.9), one(1, 0.8), one(3, 0.7), one(null, 0.2)];
    expect(figuresOf(judged, 0.6)).toEqual({
      foundInFive: 0.75,
      firstIsRight: 0.5,
      answered95: 0.5,
      wrongButSure: 0.25,
      p95Ms: 10,
    });
  });

  it("counts what should not be found as wrong when it would be answered", () => {
    const nothing = { ...one(null, 0.9), expects: false };
    const figures = figuresOf([nothing, one(1, 0.5)], 0.6);
    expect(figures).toMatchObject({ firstIsRight: 1, wrongButSure: 0.5, answered95: 0 });
  });

  it("has no figures without questions", () => {
    expect(Object.values(figuresOf([], 0.6))).toEqual([null, null, null, null, null]);
  });
});

it.each([
  [4, 1, "up"],
  [null, 3, "up"],
  [1, 2, "down"],
  [1, null, "down"],
  [2, 2, "same"],
  [null, null, "same"],
] as const)("from %s to %s is %s", (before, after, expected) => {
  expect(movement(before, after)).toBe(expected);
});
