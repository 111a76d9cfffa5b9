import type { ScoredPassage } from "#engine/knowledge/retrieve.ts";

/** A score as two stacked bars, words and meaning, that add up to it. */
export function ScoreBar({
  passage,
  meaning,
}: {
  readonly passage: ScoredPassage;
  /** Share of meaning in the score, 0..1. */
  readonly meaning: number;
}) {
  const words = (1 - meaning) * passage.lexical;
  const sense = meaning * passage.vector;
  const whole = words + sense || 1;
  const percent = (part: number) => `${Math.min(100, (passage.score * 100 * part) / whole)}%`;
  return (
    <div className="sbar" aria-hidden="true">
      <i className="by-words" style={{ width: percent(words) }} />
      <i className="by-meaning" style={{ width: percent(sense) }} />
    </div>
  );
}
