import { expect, test } from "vitest";
import { retryDelayMs } from "./backoff.ts";

test("delays double from 500 ms to 10 s, each spread by half", () => {
  expect([0, 1, 2, 3, 4, 5, 20].map((attempt) => retryDelayMs(attempt, 0, () => 0.5))).toEqual([
    500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000,
  ]);
  expect(retryDelayMs(0, 0, () => 0)).toBe(250);
  expect(retryDelayMs(20, 0, () => 0.999)).toBeLessThan(15_000);
});

test("never comes back before the server's own delay", () => {
  for (const spread of [0, 0.3, 0.99]) {
    expect(retryDelayMs(0, 3_000, () => spread)).toBeGreaterThanOrEqual(3_000);
    expect(retryDelayMs(0, 3_000, () => spread)).toBeLessThan(4_500);
  }
});
