import { describe, expect, it } from "vitest";
import type { JudgedDraft } from "#db/reads/judged-drafts.ts";
import { learnSendLine } from "./send-line-evidence.ts";

const drafts = (verdict: JudgedDraft["verdict"], ...confidences: readonly number[]) =>
  confidences.map((confidence): JudgedDraft => ({ confidence, verdict }));
const spread = (count: number, from: number, to: number) =>
  Array.from({ length: count }, (_, index) => from + ((to - from) * index) / count);

describe("the send line", () => {
  it("is put where 95 % of the drafts above it were sent as they were", () => {
    const judged = [
      ...drafts("approved", ...spread(40, 0.7, 1)),
      ...drafts("edited", ...spread(10, 0.4, 0.69)),
      ...drafts("rejected", ...spread(10, 0.1, 0.4)),
    ];
    const { curve, suggested, ...counts } = learnSendLine(judged);
    expect(counts).toEqual({ approved: 40, edited: 10, rejected: 10 });
    expect(suggested?.right).toBeGreaterThanOrEqual(0.95);
    // Two of the edited ones are let through: 40 of 42 are right.
    expect(suggested?.answered).toBeCloseTo(42 / 60, 10);
    expect(curve[0]).toMatchObject({ right: 1 });
    expect(curve.at(-1)).toEqual({ line: 0.1, answered: 1, right: 40 / 60 });
  });

  it("is not learnt from a handful of drafts, nor where nothing was right", () => {
    expect(learnSendLine(drafts("approved", 0.9, 0.8))).toMatchObject({
      curve: [],
      suggested: null,
    });
    const bad = learnSendLine(drafts("rejected", ...spread(30, 0, 1)));
    expect(bad.curve.length).toBe(30);
    expect(bad.suggested).toBeNull();
  });

  it("is drawn with at most a hundred points or so", () => {
    const { curve } = learnSendLine(drafts("approved", ...spread(2000, 0, 1)));
    expect(curve.length).toBeLessThanOrEqual(101);
    expect(curve.at(-1)?.answered).toBe(1);
  });
});
