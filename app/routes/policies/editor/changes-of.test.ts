import { EditorState } from "@codemirror/state";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { changesOf } from "./changes-of.ts";

/** Takes back what `act` did to a text, and follows that in an editor's state; `|` marks the place. */
const undone = (begin: string, act: (text: Y.Text) => void) => {
  const doc = new Y.Doc();
  const text = doc.getText("text");
  text.insert(0, begin);
  const undo = new Y.UndoManager(text);
  act(text);
  const state = EditorState.create({ doc: text.toJSON() });
  let shown = "";
  text.observe(({ delta }) => {
    const { changes, place } = changesOf(delta);
    const after = state.update({ changes }).state.doc.toString();
    shown = place === null ? after : `${after.slice(0, place)}|${after.slice(place)}`;
  });
  undo.undo();
  return shown;
};

test("what was typed is gone, and the place is where it was", () => {
  expect(undone("Hello world.", (text) => text.insert(5, " big"))).toBe("Hello| world.");
});

test("what was deleted is back, and the place is after it", () => {
  expect(undone("Hello big world.", (text) => text.delete(5, 4))).toBe("Hello big| world.");
});

test("what was replaced is back in its place", () => {
  const shown = undone("Hello big world.", (text) => {
    text.delete(6, 3);
    text.insert(6, "small");
  });
  expect(shown).toBe("Hello big| world.");
});

test("of several changes the first is the place", () => {
  const shown = undone("one two three", (text) => {
    text.delete(8, 5);
    text.insert(3, "!");
  });
  expect(shown).toBe("one| two three");
});
