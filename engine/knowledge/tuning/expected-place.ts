import type { ScoredPassage } from "../retrieve.ts";

/** What should come first for a question; without a source, nothing should be found. */
export type Expectation = { readonly sourceId: string | null; readonly heading: string | null };

/**
 * At which place, from 1, the expected passage stands; null when it does not. The heading decides among
 * the passages of the source; when none of them has it any more, the best of the source counts.
 */
export const expectedPlace = (
  passages: readonly Pick<ScoredPassage, "sourceId" | "heading">[],
  { sourceId, heading }: Expectation,
): number | null => {
  if (sourceId === null) return null;
  const exact = passages.findIndex(
    (passage) => passage.sourceId === sourceId && passage.heading === heading,
  );
  if (exact >= 0 && heading !== null) return exact + 1;
  const any = passages.findIndex((passage) => passage.sourceId === sourceId);
  return any < 0 ? null : any + 1;
};
