import type { QuestionRun } from "#engine/knowledge/tuning/run-questions.ts";

/** What a question expects, and how it did. */
export type Judged = QuestionRun & {
  /** False where nothing should be found. */
  readonly expects: boolean;
};

/** How a tuning does on a set of questions; shares are 0..1, null while there is nothing to measure. */
export type SetFigures = {
  /** Share whose expected passage is among the first five. */
  readonly foundInFive: number | null;
  /** Share whose expected passage comes first. */
  readonly firstIsRight: number | null;
  /** The most that could be answered so that 95 % of the answers rest on the right passage. */
  readonly answered95: number | null;
  /** Share that would be sent although another passage comes first. */
  readonly wrongButSure: number | null;
  /** In milliseconds: 95 % of the searches took no longer. */
  readonly p95Ms: number | null;
};

/** Measures a set of questions. `sendLine` is null when nothing is sent. */
export const figuresOf = (judged: readonly Judged[], sendLine: number | null): SetFigures => {
  const expecting = judged.filter(({ expects }) => expects);
  const times = judged.map(({ ms }) => ms).toSorted((a, b) => a - b);
  return {
    foundInFive: share(expecting, ({ place }) => place !== null && place <= 5),
    firstIsRight: share(expecting, isRight),
    answered95: answeredAt(judged, 0.95),
    wrongButSure: share(
      judged,
      (one) => sendLine !== null && one.confidence >= sendLine && !isRight(one),
    ),
    p95Ms: times[Math.ceil(times.length * 0.95) - 1] ?? null,
  };
};

/** Whether a question moved up or down, or kept its place. Not found is below every place. */
export const movement = (before: number | null, after: number | null): "up" | "down" | "same" => {
  const [from, to] = [before ?? Infinity, after ?? Infinity];
  if (from === to) return "same";
  return to < from ? "up" : "down";
};

const isRight = ({ place }: Judged): boolean => place === 1;

const share = (judged: readonly Judged[], is: (one: Judged) => boolean): number | null =>
  judged.length === 0 ? null : judged.filter(is).length / judged.length;

/** The surest ones are answered first; the line goes where so many of those above it are still right. */
const answeredAt = (judged: readonly Judged[], precision: number): number | null => {
  if (judged.length === 0) return null;
  let right = 0;
  let most = 0;
  const surest = judged.toSorted((a, b) => b.confidence - a.confidence);
  for (const [index, one] of surest.entries()) {
    if (isRight(one)) right += 1;
    if (right / (index + 1) >= precision) most = index + 1;
  }
  return most / judged.length;
};
