import { expect, test } from "vitest";
import * as Y from "yjs";
import { wordsOf } from "./words-of.ts";

/** A text, and all that is done to it from here on. */
const aText = (begin: string) => {
  const doc = new Y.Doc();
  const text = doc.getText("text");
  text.insert(0, begin);
  const base = Y.encodeStateAsUpdate(doc);
  const updates: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => updates.push(update));
  return { doc, text, base, updates };
};

test("words typed after older ones of the same hand are told apart from them", () => {
  const { text, updates } = aText("Old");
  text.insert(3, " new");
  text.insert(7, "er");
  expect(wordsOf(text, updates)).toEqual([" newer"]);
});

test("runs come in the order of the text, not of the writing", () => {
  const { text, updates } = aText("between");
  text.insert(7, " after");
  text.insert(0, "before ");
  expect(wordsOf(text, updates)).toEqual(["before ", " after"]);
});

test("what was taken back is left out, and does not cut a run in two", () => {
  const { text, updates } = aText("");
  text.insert(0, "one two three");
  text.delete(4, 4);
  expect(wordsOf(text, updates)).toEqual(["one three"]);
});

test("a deletion has no words", () => {
  const { text, updates } = aText("Old words");
  text.delete(0, 4);
  expect(wordsOf(text, updates)).toEqual([]);
});

test("words whose place is missing are there all the same", () => {
  const { text, updates } = aText("Lost");
  text.insert(2, " in the middle ");
  const other = new Y.Doc();
  for (const update of updates) Y.applyUpdate(other, update);
  expect(wordsOf(other.getText("text"), updates)).toEqual([" in the middle "]);
});
