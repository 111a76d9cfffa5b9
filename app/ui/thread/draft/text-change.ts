/** A change of a text: `removed` units from `at` on gave way to `inserted`. */
export type TextChange = {
  readonly at: number;
  readonly removed: number;
  readonly inserted: string;
};

/** A step of what happened to a text, as Yjs tells it. */
export type TextStep = {
  readonly retain?: number | undefined;
  readonly insert?: unknown;
  readonly delete?: number | undefined;
};

/**
 * What changed between two texts, as one change; null when nothing did. Where both readings fit ("aa" to
 * "aaa"), the change ends at the caret. A surrogate pair is never cut in two.
 */
export const textChange = (before: string, after: string, caret: number): TextChange | null => {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let end = 0;
  const mostEnd = Math.min(shorter, Math.max(0, after.length - caret));
  while (end < mostEnd && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  let at = 0;
  while (at < shorter - end && before[at] === after[at]) at += 1;
  while (end < shorter - at && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  if (at > 0 && isHigh(before, at - 1)) at -= 1;
  if (end > 0 && isLow(before, before.length - end)) end -= 1;
  return {
    at,
    removed: before.length - end - at,
    inserted: after.slice(at, after.length - end),
  };
};

/** Where an index of a text is after somebody else's steps. What is inserted at it comes before it. */
export const indexAfter = (index: number, steps: readonly TextStep[]): number => {
  let at = 0;
  let moved = index;
  for (const { retain, insert, delete: deleted } of steps) {
    if (at > moved) break;
    if (retain !== undefined) at += retain;
    else if (typeof insert === "string") {
      moved += insert.length;
      at += insert.length;
    } else if (deleted !== undefined) moved -= Math.min(deleted, moved - at);
  }
  return moved;
};

const isHigh = (text: string, at: number): boolean => /[\uD800-\uDBFF]/.test(text[at] ?? "");
const isLow = (text: string, at: number): boolean => /[\uDC00-\uDFFF]/.test(text[at] ?? "");
