import type { Comparison, Hits } from "#engine/knowledge/embedding/compare-models.ts";

/** Two comparisons of the same models on different questions, as one. */
export const mergeComparisons = (a: Comparison, b: Comparison): Comparison => {
  const questions = a.questions + b.questions;
  const share = (one: number, other: number) =>
    questions === 0 ? 0 : (one * a.questions + other * b.questions) / questions;
  const hits = (one: Hits | null, other: Hits | null): Hits | null => {
    if (one === null || other === null) return one ?? other;
    const at = (k: keyof Hits) => (one[k] * a.judged + other[k] * b.judged) / (a.judged + b.judged);
    return { 1: at(1), 3: at(3), 10: at(10) };
  };
  return {
    questions,
    judged: a.judged + b.judged,
    hits: a.hits.map(({ modelId, at, unasked }, which) => ({
      modelId,
      at: hits(at, b.hits[which]?.at ?? null),
      unasked: unasked + (b.hits[which]?.unasked ?? 0),
    })),
    sameFirst: share(a.sameFirst, b.sameFirst),
    overlapAt5: share(a.overlapAt5, b.overlapAt5),
  };
};
