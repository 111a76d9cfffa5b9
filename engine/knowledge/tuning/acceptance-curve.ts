import type { JudgedDraft } from "#db/reads/judged-drafts.ts";

/** What would have come of drafts with at least this confidence, had they been sent. Shares, 0..1. */
export type LinePoint = {
  readonly line: number;
  readonly answered: number;
  readonly right: number;
};

/** What the team's judgement says about the send line. */
export type SendLineEvidence = {
  readonly approved: number;
  readonly edited: number;
  readonly rejected: number;
  /** From the highest line down; empty while fewer than 20 drafts are judged. At most 100. */
  readonly curve: readonly LinePoint[];
  /** The lowest line above which 95 % were right; null when there is none, or too little to say. */
  readonly suggested: LinePoint | null;
};

/** Fewer judged drafts say nothing. */
const leastJudged = 20;
/** Share of right answers the line is aimed at. */
const precision = 0.95;

/**
 * Learns from what people did with the AI's drafts: right is one they sent as it was. One they changed
 * was not yet fit to be sent without them.
 */
export const learnSendLine = (drafts: readonly JudgedDraft[]): SendLineEvidence => {
  const count = (verdict: JudgedDraft["verdict"]) =>
    drafts.filter((draft) => draft.verdict === verdict).length;
  const counts = {
    approved: count("approved"),
    edited: count("edited"),
    rejected: count("rejected"),
  };
  if (drafts.length < leastJudged) return { ...counts, curve: [], suggested: null };
  const points = pointsOf(drafts);
  const step = Math.ceil(points.length / 100);
  const good = points.findLast(({ right }) => right >= precision);
  return {
    ...counts,
    curve: points.filter((_, index) => index % step === 0 || index === points.length - 1),
    suggested: good === undefined || good.answered * drafts.length < 5 ? null : good,
  };
};

/** One point for each confidence that occurs, from the highest down. */
const pointsOf = (drafts: readonly JudgedDraft[]): readonly LinePoint[] => {
  const points: LinePoint[] = [];
  let right = 0;
  const surest = drafts.toSorted((a, b) => b.confidence - a.confidence);
  for (const [index, { confidence, verdict }] of surest.entries()) {
    if (verdict === "approved") right += 1;
    if (surest[index + 1]?.confidence === confidence) continue;
    const above = index + 1;
    points.push({
      line: confidence,
      answered: above / drafts.length,
      right: right / above,
    });
  }
  return points;
};
