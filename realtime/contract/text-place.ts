import * as Y from "yjs";

/** A range of a shared text as it travels: relative positions of Yjs as JSON, which stay between the same letters. */
export type StoredRange = { readonly start: string; readonly end: string };

/** A range as offsets into the text of today. */
export type TextRange = { readonly from: number; readonly to: number };

/** A place as it travels. A `side` below zero keeps it behind the letter before it, else it stays before the next. */
export const placeOf = (text: Y.Text, at: number, side = 0): string =>
  JSON.stringify(Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, at, side)));

/** Where a place is today; null for what is no place of this text, or one in a change that has not come. */
export const offsetOfPlace = (text: Y.Text, place: string): number | null => {
  if (text.doc === null) return null;
  try {
    const relative = Y.createRelativePositionFromJSON(JSON.parse(place));
    const found = Y.createAbsolutePositionFromRelativePosition(relative, text.doc);
    return found?.type === text ? found.index : null;
  } catch {
    return null;
  }
};

/**
 * A range as it travels. Words that others write at its ends stay outside; an empty range stays behind the letter
 * before it.
 */
export const storedRange = (text: Y.Text, { from, to }: TextRange): StoredRange => {
  const end = placeOf(text, to, -1);
  return { start: from === to ? end : placeOf(text, from), end };
};

/** Where a range is today; null when one of its ends is no place of the text. */
export const rangeOf = (text: Y.Text, { start, end }: StoredRange): TextRange | null => {
  const [from, to] = [offsetOfPlace(text, start), offsetOfPlace(text, end)];
  return from === null || to === null || to < from ? null : { from, to };
};
