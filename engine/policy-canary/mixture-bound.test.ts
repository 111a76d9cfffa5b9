import { describe, expect, it } from "vitest";
import { defaultCanaryRule } from "./canary-rule.ts";
import { judgeCanary } from "./judge-canary.ts";
import { isAbove, meansApart } from "./mixture-bound.ts";

/* Whether a canary that is looked at after every conversation is stopped: rightly, and how seldom wrongly. */

/** Mulberry32: the same numbers from 0 to 1 for the same seed. */
const numbersFrom = (seed: number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** How a version does: shares of conversations, and a mean score. */
type Quality = { readonly approved: number; readonly handedOver: number; readonly score: number };

const conversations = 2000;

/** After how many conversations a canary is stopped, looked at after each; null for never. */
const life = (
  random: () => number,
  share: number,
  { canary, production }: { readonly canary: Quality; readonly production: Quality },
  rule = defaultCanaryRule,
): number | null => {
  const arm = () => ({
    conversations: 0,
    approved: { n: 0, sum: 0 },
    handedOver: { n: 0, sum: 0 },
    csat: { n: 0, sum: 0 },
    cost: { n: 0, sum: 0 },
  });
  const figures = { canary: arm(), production: arm() };
  for (let n = 1; n <= conversations; n += 1) {
    const isCanary = random() < share;
    const [tallies, quality] = isCanary
      ? [figures.canary, canary]
      : [figures.production, production];
    const count = (measure: "approved" | "handedOver" | "csat", value: number) => {
      tallies[measure].n += 1;
      tallies[measure].sum += value;
    };
    tallies.conversations += 1;
    count("approved", random() < quality.approved ? 1 : 0);
    count("handedOver", random() < quality.handedOver ? 1 : 0);
    // One in three is rated, from 1 to 5.
    if (random() < 1 / 3) count("csat", random() < (quality.score - 1) / 4 ? 5 : 1);
    if (judgeCanary(rule, figures) !== null) return n;
  }
  return null;
};

const lives = (
  runs: number,
  seed: number,
  ...[share, arms, rule]: [number, Parameters<typeof life>[2], typeof defaultCanaryRule?]
): readonly (number | null)[] => {
  const random = numbersFrom(seed);
  return Array.from({ length: runs }, () => life(random, share, arms, rule));
};

const stopped = (all: readonly (number | null)[]) => all.filter((at) => at !== null).length;

const usual: Quality = { approved: 0.85, handedOver: 0.2, score: 4.2 };

describe("a canary that is looked at after every conversation", () => {
  it("is stopped in 1 of 20 lives at most, over all measures, when it is not worse", () => {
    const margins = {
      approved: { margin: 0 },
      handedOver: { margin: 0 },
      csat: { margin: 0 },
    };
    const same = { canary: usual, production: usual };
    const all = lives(2000, 20_261_127, 0.5, same, margins);
    expect(stopped(all)).toBeLessThanOrEqual(100);
    // The check can fail: a plain test of 5 % at every look stops far more.
    expect(peeking(400, 7)).toBeGreaterThan(100);
  }, 120_000);

  it("nor when it is worse by its margins and no more", () => {
    const canary = { approved: 0.8, handedOver: 0.25, score: 3.95 };
    expect(stopped(lives(500, 11, 0.2, { canary, production: usual }))).toBeLessThanOrEqual(25);
  }, 120_000);

  it("is stopped within 1,300 conversations in nine of ten lives when it is clearly worse", () => {
    const canary = { ...usual, approved: 0.65 };
    const all = lives(200, 12, 0.5, { canary, production: usual });
    const within = all.filter((at) => at !== null && at <= 1300);
    expect(within.length).toBeGreaterThanOrEqual(180);
    const [half] = all
      .map((at) => at ?? Infinity)
      .toSorted((a, b) => a - b)
      .slice(100);
    expect(half).toBeLessThanOrEqual(800);
  }, 120_000);
});

describe("the bound", () => {
  it("leaves out what it is above, and what was seen lies within", () => {
    const [first, second] = [
      { n: 1000, sum: 350 },
      { n: 1000, sum: 150 },
    ] as const;
    // The ends are from a search over a grid of both means, with another gamma function.
    const { value, low, high } = meansApart(first, second, 0.05);
    expect(value).toBeCloseTo(0.2, 10);
    expect([low, high]).toEqual([expect.closeTo(0.1138, 4), expect.closeTo(0.2854, 4)]);
    expect(isAbove(first, second, low - 0.001, 0.05)).toBe(true);
    expect(isAbove(first, second, low + 0.001, 0.05)).toBe(false);
    expect(isAbove(second, first, 0, 0.05)).toBe(false);
  });

  it("says nothing from nothing, and holds at the ends", () => {
    expect(isAbove({ n: 0, sum: 0 }, { n: 9, sum: 0 }, 0, 0.05)).toBe(false);
    expect(meansApart({ n: 0, sum: 0 }, { n: 9, sum: 0 }, 0.05)).toEqual({
      value: 0,
      low: -1,
      high: 1,
    });
    expect(isAbove({ n: 30, sum: 30 }, { n: 30, sum: 0 }, 0.5, 0.05)).toBe(true);
    expect(isAbove({ n: 2, sum: 2 }, { n: 2, sum: 0 }, 0, 0.05)).toBe(false);
    const whole = meansApart({ n: 30, sum: 30 }, { n: 30, sum: 0 }, 0.05);
    expect(whole.high).toBeCloseTo(1, 6);
  });
});

/** How many of so many lives a test of shares at 5 %, one-sided, would stop without a difference. */
const peeking = (runs: number, seed: number): number => {
  const random = numbersFrom(seed);
  return Array.from({ length: runs }, () => {
    const [a, b] = [
      { n: 0, sum: 0 },
      { n: 0, sum: 0 },
    ];
    for (let n = 0; n < conversations; n += 1) {
      const arm = random() < 0.5 ? a : b;
      arm.n += 1;
      arm.sum += random() < 0.15 ? 1 : 0;
      if (a.n < 20 || b.n < 20) continue;
      const pooled = (a.sum + b.sum) / (a.n + b.n);
      const spread = Math.sqrt(pooled * (1 - pooled) * (1 / a.n + 1 / b.n));
      if (spread > 0 && (a.sum / a.n - b.sum / b.n) / spread > 1.645) return true;
    }
    return false;
  }).filter(Boolean).length;
};
