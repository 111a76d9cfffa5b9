import type { ScoredPassage } from "../knowledge/retrieve.ts";
import { type Found, type JoinedPassage, numberPassages } from "./find-passages.ts";
import type { NumberedPassage } from "./passage.ts";

/** What was found for a question, and grows by what the model looks up while it answers. */
export type GrowingFound = {
  /** Its passages are those known so far: whoever holds it sees them come. */
  readonly found: Found;
  /** Takes passages in and answers them by their numbers; one that is known keeps the number it has. */
  join(more: readonly ScoredPassage[], by: FoundBy): readonly NumberedPassage[];
};

/** How the model came by what joins. */
export type FoundBy = Required<Pick<JoinedPassage, "searchedFor">> & Pick<JoinedPassage, "record">;

/** Begins with what the question found. Numbers never change, so that a citation keeps its meaning. */
export const growingFound = (first: Found): GrowingFound => {
  const scored = [...first.scored];
  const passages = [...first.passages];
  return {
    found: { ...first, scored, passages },
    join: (more, by) =>
      more.flatMap((passage) => {
        const known = passages.find(({ chunkId }) => chunkId === passage.chunkId);
        if (known !== undefined) return [known];
        const [numbered] = numberPassages([passage]);
        if (numbered === undefined) return [];
        const joined = { ...numbered, n: passages.length + 1 };
        scored.push({ ...passage, ...by });
        passages.push(joined);
        return [joined];
      }),
  };
};
