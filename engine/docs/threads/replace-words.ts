import type * as Y from "yjs";
import { rangeOf, storedRange, type StoredRange } from "#contract/text-place.ts";

/** A change of a document, not stored yet, and the range the new words stand in. */
export type Replaced = {
  readonly update: Uint8Array;
  readonly client: number;
  readonly range: StoredRange;
};

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
  const updates: Uint8Array[] = [];
  const collect = (update: Uint8Array) => void updates.push(update);
  doc.on("update", collect);
  doc.transact(() => {
    if (to > from) text.delete(from, to - from);
    if (words !== "") text.insert(from, words);
  });
  doc.off("update", collect);
  const [update] = updates;
  if (update === undefined) return null;
  const after = storedRange(text, { from, to: from + words.length });
  return { update, client: doc.clientID, range: after };
};
