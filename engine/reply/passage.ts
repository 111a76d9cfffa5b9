/** A passage of the knowledge base as it is shown to the model: `n` is the number it may be cited by, from 1. */
export type NumberedPassage = {
  readonly n: number;
  readonly chunkId: string;
  readonly sourceId: string;
  readonly title: string;
  readonly heading: string | null;
  readonly text: string;
  readonly url: string | null;
  readonly lang: string;
  /** Retrieval's score, 0 to 1. */
  readonly score: number;
};

/** A citation in running text, with the space before it: " [2]". */
export const citationPattern = /\s*[[【]\s*(\d{1,3})\s*[\]】]/g;

/** The numbers a text cites, in order of appearance. */
export const citedNumbers = (text: string): number[] =>
  Array.from(text.matchAll(citationPattern), ([, digits]) => Number(digits));

/** The text without its citations. */
export const withoutCitations = (text: string) => text.replace(citationPattern, "");
