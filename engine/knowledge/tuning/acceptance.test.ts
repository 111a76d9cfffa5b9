import { describe, expect, it } from "vitest";
import { isProven, isRefuted, leastRight, missingToHold } from "./acceptance.ts";

const none = {
  recent: 0,
  recentWrong: 0,
  checked: 0,
  checkedWrong: 0,
  ownRecent: 0,
  ownWrong: 0,
};

describe("95 % right", () => {
  it.each([
    [59, 0],
    [93, 1],
    [124, 2],
    [153, 3],
  ])("is proven by %i judged answers with %i wrong, and by no fewer", (judged, wrong) => {
    expect(isProven(judged, wrong)).toBe(true);
    expect(isProven(judged - 1, wrong)).toBe(false);
    expect(isProven(judged, wrong + 1)).toBe(false);
    const rest = { ...none, line: 0.5 };
    expect(missingToHold({ ...rest, judged: judged - 10, wrong, own: 40 })).toBe(10);
    expect(missingToHold({ ...rest, judged, wrong, own: 20 })).toBe(0);
    expect(missingToHold({ ...rest, judged, wrong, own: 4 })).toBe(16);
    expect(leastRight(judged, wrong)).toBeGreaterThanOrEqual(0.95);
    expect(leastRight(judged - 1, wrong)).toBeLessThan(0.95);
  });

  it("is never farther away than as many right ones as are looked at", () => {
    const evidence = { ...none, line: 0.5 };
    expect(missingToHold({ ...evidence, judged: 400, wrong: 400, own: 100 })).toBe(400);
  });

  it.each([
    [0, 0],
    [10, 10],
    [400, 400],
  ])("is not proven by %i answers with %i wrong", (judged, wrong) => {
    expect(isProven(judged, wrong)).toBe(false);
    expect(leastRight(judged, wrong)).toBe(0);
  });

  // By hand: with none wrong the bound is the n-th root of .05; with half of two wrong, 1 - sqrt(.95).
  it.each([
    [1, 0, 0.05],
    [20, 0, 0.05 ** (1 / 20)],
    [2, 1, 1 - Math.sqrt(0.95)],
  ])("has the exact bound: %i answers, %i wrong", (judged, wrong, bound) => {
    expect(leastRight(judged, wrong)).toBeCloseTo(bound, 8);
  });

  it("is nearer the more answers are right, and farther the more are wrong", () => {
    for (let judged = 1; judged < 200; judged += 7) {
      for (let wrong = 0; wrong < judged; wrong += 3) {
        expect(leastRight(judged + 1, wrong)).toBeGreaterThan(leastRight(judged, wrong));
        expect(leastRight(judged + 1, wrong + 1)).toBeLessThan(leastRight(judged + 1, wrong));
        expect(isProven(judged, wrong) && isRefuted(judged, wrong)).toBe(false);
      }
    }
  });

  it.each([
    [19, 19, false],
    [20, 4, false],
    [20, 5, true],
    [100, 11, false],
    [100, 12, true],
  ])("is refuted by %i recent answers with %i wrong: %s", (recent, wrong, is) => {
    expect(isRefuted(recent, wrong)).toBe(is);
  });

  it.each([
    [0.9, 1 / 300],
    [0.93, 0.03],
    [0.9499, 0.17],
  ])("with %d right, is ever let through in no more than %d of the workspaces", (right, share) => {
    expect(everProven(right, 400)).toBeLessThan(share);
  });
});

/** Exact chance that one of the looks after each of `n` answers proves the line. */
const everProven = (right: number, n: number): number => {
  let unproven = [1];
  let proven = 0;
  for (let judged = 1; judged <= n; judged += 1) {
    const next = Array.from({ length: judged + 1 }, () => 0);
    for (const [wrong, chance] of unproven.entries()) {
      next[wrong]! += chance * right;
      next[wrong + 1]! += chance * (1 - right);
    }
    for (const [wrong, chance] of next.entries()) {
      if (chance === 0 || !isProven(judged, wrong)) continue;
      proven += chance;
      next[wrong] = 0;
    }
    unproven = next;
  }
  return proven;
};
