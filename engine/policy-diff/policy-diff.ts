import type { WordRun } from "../replay/diff-words.ts";
import type { PartKind } from "./page-parts.ts";

/** What became of a setting, a rule or a paragraph. */
export type ItemDiff = {
  /** `moved` says the same in another place. */
  readonly state: "same" | "changed" | "added" | "removed" | "moved";
  /** Line in the earlier page, from 1; null when it was not there. */
  readonly before: number | null;
  /** Line in the later page; null when it is no longer there. */
  readonly after: number | null;
  /** Word by word. Without those added it is the earlier text, without those removed the later one. */
  readonly words: readonly WordRun[];
};

/** What became of a part of the page. */
export type PartDiff = {
  readonly kind: PartKind;
  /** Headings as written; null where the part was not or is no longer there. */
  readonly before: string | null;
  readonly after: string | null;
  readonly items: readonly ItemDiff[];
};

/** What became of a page, part by part in the order of the later one. */
export type PolicyDiff = {
  readonly parts: readonly PartDiff[];
  /** Of items. A section that only got another heading counts as changed. */
  readonly counts: Readonly<Record<ItemDiff["state"], number>>;
};
