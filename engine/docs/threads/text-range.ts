import * as Y from "yjs";

/** A range as it is stored: relative positions of Yjs as JSON, which stay between the same letters. */
export type StoredRange = { readonly start: string; readonly end: string };

/** A range as offsets into the text of today. */
export type TextRange = { readonly from: number; readonly to: number };

/** Where a stored range is today; null when one of its ends is no place of the text. */
export const rangeOf = (text: Y.Text, { start, end }: StoredRange): TextRange | null => {
  const [from, to] = [offsetOf(text, start), offsetOf(text, end)];
  return from === null || to === null || to < from ? null : { from, to };
};

/**
 * The stored form of a range. Words that others write at its ends stay outside; an empty range stays behind
 * the letter before it.
 */
export const storedRange = (text: Y.Text, { from, to }: TextRange): StoredRange => {
  const end = placeOf(text, to, -1);
  return { start: from === to ? end : placeOf(text, from, 0), end };
};

const placeOf = (text: Y.Text, at: number, side: number): string =>
  JSON.stringify(Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, at, side)));

const offsetOf = (text: Y.Text, place: string): number | null => {
  if (text.doc === null) return null;
  try {
    const relative = Y.createRelativePositionFromJSON(JSON.parse(place));
    const found = Y.createAbsolutePositionFromRelativePosition(relative, text.doc);
    return found?.type === text ? found.index : null;
  } catch {
    // No place at all, or one behind a change that has not come.
    return null;
  }
};
