import type { SourceFailure } from "../source-failure.ts";

/** A piece of a document as the readers hand it to the chunker, in reading order. Texts are plain, but for marks of links. */
export type Block =
  /** `anchor` is the fragment that leads there; without one it is made from the text. */
  | {
      readonly kind: "heading";
      readonly level: number;
      readonly text: string;
      readonly anchor: string | null;
      readonly page: number | null;
    }
  | { readonly kind: "paragraph"; readonly text: string; readonly page: number | null }
  /** Items with their bullets or numbers; items of inner lists are indented lines of their item. */
  | { readonly kind: "list"; readonly items: readonly string[]; readonly page: number | null }
  /** The header's cells name the columns; empty when the table has none. */
  | {
      readonly kind: "table";
      readonly header: readonly string[];
      readonly rows: readonly (readonly string[])[];
      readonly page: number | null;
    }
  | { readonly kind: "code"; readonly text: string; readonly page: number | null };

/** A document that was read. */
export type ReadDocument = {
  /** The one it gives itself, null when it gives none. */
  readonly title: string | null;
  readonly blocks: readonly Block[];
  /** Addresses its marked links lead to, by their number; see link-marks.ts. */
  readonly links?: readonly string[];
  /** Of a document that has pages. */
  readonly pages?: number;
  /** The day it says itself that it ends to be true, as an ISO date. */
  readonly expiresAt?: string | null;
  /** Why the rest of it is missing: what was read before is in the blocks. */
  readonly failure?: SourceFailure;
};
