import { describe, expect, it } from "vitest";
import type { JudgedAnswer } from "#db/reads/judged-answers.ts";
import { acceptanceCurve } from "./acceptance-curve.ts";

const answers = (verdict: JudgedAnswer["verdict"], ...confidences: readonly number[]) =>
  confidences.map((confidence): JudgedAnswer => ({ confidence, verdict }));
const spread = (count: number, from: number, to: number) =>
  Array.from({ length: count }, (_, index) => from + ((to - from) * index) / count);

describe("the curve of acceptance", () => {
  it("shows how many of the answers above each line were let stand", () => {
    const curve = acceptanceCurve([
      ...answers("approved", ...spread(40, 0.7, 1)),
      ...answers("edited", ...spread(10, 0.4, 0.69)),
      ...answers("rejected", ...spread(10, 0.1, 0.4)),
    ]);
    expect(curve[0]).toMatchObject({ right: 1 });
    expect(curve.find(({ line }) => line === 0.7)).toMatchObject({ answered: 40 / 60, right: 1 });
    expect(curve.at(-1)).toEqual({ line: 0.1, answered: 1, right: 40 / 60 });
  });

  it("is not drawn from a handful", () => {
    expect(acceptanceCurve(answers("approved", 0.9, 0.8))).toEqual([]);
    expect(acceptanceCurve(answers("rejected", ...spread(30, 0, 1)))).toHaveLength(30);
  });

  it("is drawn with at most a hundred points or so", () => {
    const curve = acceptanceCurve(answers("approved", ...spread(2000, 0, 1)));
    expect(curve.length).toBeLessThanOrEqual(101);
    expect(curve.at(-1)?.answered).toBe(1);
  });
});
