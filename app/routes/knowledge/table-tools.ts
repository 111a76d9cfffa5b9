import type { ListedSource } from "./read-list.ts";

/** What a row may ask of the table it stands in. */
export type TableTools = {
  readonly mayWrite: boolean;
  choose(sourceId: string): void;
  remove(...sources: readonly ListedSource[]): void;
  /** Asks for a file that takes the place of the source's. */
  replace(sourceId: string): void;
};
