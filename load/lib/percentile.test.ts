import { expect, test } from "vitest";
import { percentile, ratio, rounded } from "./percentile.ts";

test("takes the nearest rank, in any order of the samples", () => {
  const samples = [5, 1, 4, 2, 3];
  expect(percentile(samples, 0.5)).toBe(3);
  expect(percentile(samples, 0.99)).toBe(5);
  expect(percentile(samples, 0)).toBe(1);
  expect(percentile([], 0.5)).toBeNull();
});

test("a ratio of something unknown is unknown", () => {
  expect(ratio(3, 2)).toBe(1.5);
  expect(ratio(null, 2)).toBeNull();
  expect(ratio(3, 0)).toBeNull();
  expect(rounded(1.26)).toBe(1.3);
  expect(rounded(null)).toBeNull();
});
