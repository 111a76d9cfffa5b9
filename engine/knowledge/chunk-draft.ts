import type { PassageLink } from "#db/reads/chunks.ts";

/** A passage as the chunker cuts it, not stored yet. */
export type ChunkDraft = {
  readonly title: string;
  /** Headings above it, outermost first, joined by ' › '; empty at the top of a document. */
  readonly heading: string;
  /** Plain text, with "- " before list items and a line for each row of a table. */
  readonly text: string;
  /** Where words of the text lead; none unless given. */
  readonly links?: readonly PassageLink[];
  readonly lang: "en" | "zh";
  /** Fragment of its page, without '#'. */
  readonly anchor: string | null;
  /** Page of a PDF, from 1. */
  readonly page: number | null;
};

/** Between two headings of a path. */
export const headingSeparator = " › ";
