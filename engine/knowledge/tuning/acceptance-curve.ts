import { isRight, type JudgedAnswer } from "#db/reads/judged-answers.ts";

/** What would come of answers with at least this confidence, were they all sent. Shares, 0..1. */
export type CurvePoint = {
  readonly line: number;
  readonly answered: number;
  readonly right: number;
};

/** Fewer judged answers make no curve. */
const leastJudged = 20;

/**
 * How often the team let the AI's answers stand, from the highest line down, in about a hundred points; empty
 * while fewer than 20 are judged. It is what was counted: what that proves, `isProven` says.
 */
export const acceptanceCurve = (answers: readonly JudgedAnswer[]): readonly CurvePoint[] => {
  if (answers.length < leastJudged) return [];
  const points = pointsOf(answers);
  const step = Math.ceil(points.length / 100);
  return points.filter((_, index) => index % step === 0 || index === points.length - 1);
};

/** One point for each confidence that occurs, from the highest down. */
const pointsOf = (answers: readonly JudgedAnswer[]): readonly CurvePoint[] => {
  const points: CurvePoint[] = [];
  let right = 0;
  const surest = answers.toSorted((a, b) => b.confidence - a.confidence);
  for (const [index, { confidence, ...judged }] of surest.entries()) {
    if (isRight(judged)) right += 1;
    if (surest[index + 1]?.confidence === confidence) continue;
    const above = index + 1;
    points.push({
      line: confidence,
      answered: above / answers.length,
      right: right / above,
    });
  }
  return points;
};
