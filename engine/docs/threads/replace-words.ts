import type * as Y from "yjs";
import { rangeOf, storedRange, type StoredRange } from "#contract/text-place.ts";
import { changeOf, type DocChange } from "../change-doc.ts";

/** A change of a document, not stored yet, and the range the new words stand in. */
export type Replaced = DocChange & { readonly range: StoredRange };

/** Puts other words in a range of a text, if it still says what is expected there; else null. */
export const replaceWords = (
  text: Y.Text,
  stored: StoredRange,
  { expected, words }: { readonly expected: string; readonly words: string },
): Replaced | null => {
  const { doc } = text;
  const range = rangeOf(text, stored);
  if (doc === null || range === null) return null;
  const { from, to } = range;
  if (text.toJSON().slice(from, to) !== expected) return null;
  const change = changeOf(doc, () => {
    if (to > from) text.delete(from, to - from);
    if (words !== "") text.insert(from, words);
  });
  if (change === null) return null;
  return { ...change, range: storedRange(text, { from, to: from + words.length }) };
};
