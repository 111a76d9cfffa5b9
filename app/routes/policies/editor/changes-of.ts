import type { ChangeSpec } from "@codemirror/state";
import type * as Y from "yjs";

/** What an editor does to follow its text. */
export type TextChanges = {
  readonly changes: readonly ChangeSpec[];
  /** Where the first of them ends in the new text; null when there is none. */
  readonly place: number | null;
};

/** A change of a shared text as changes of the editor that shows it. */
export const changesOf = (delta: Y.YTextEvent["delta"]): TextChanges => {
  const changes: ChangeSpec[] = [];
  let place: number | null = null;
  let isPast = false;
  let before = 0;
  let after = 0;
  for (const { retain = 0, delete: gone = 0, insert } of delta) {
    if (retain > 0) isPast = place !== null;
    before += retain;
    after += retain;
    if (typeof insert === "string") {
      changes.push({ from: before, insert });
      after += insert.length;
    }
    if (gone > 0) changes.push({ from: before, to: before + gone });
    before += gone;
    if (!isPast && retain === 0) place = after;
  }
  return { changes, place };
};
