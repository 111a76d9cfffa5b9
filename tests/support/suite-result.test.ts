import { expect, test } from "vitest";
import { brokenSuite, sumResults, summaryOf } from "./suite-result.ts";

test("the summary names skips and failures and ends with the counting line", () => {
  const total = sumResults([
    { passed: 2, failures: ["b fails"], skips: ["a waits"] },
    { passed: 3, failures: [], skips: ["c waits"] },
    brokenSuite("build"),
  ]);
  expect(summaryOf(total).split("\n")).toEqual([
    "Skipped:",
    "  a waits",
    "  c waits",
    "Failed:",
    "  b fails",
    "  build",
    "5 passed, 2 failed, 2 skipped",
  ]);
});

test("a clean run is one line", () => {
  expect(summaryOf({ passed: 1, failures: [], skips: [] })).toBe("1 passed, 0 failed, 0 skipped");
});
