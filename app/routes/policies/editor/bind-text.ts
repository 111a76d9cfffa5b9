import { Annotation, type ChangeSpec, type Extension } from "@codemirror/state";
import { type EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import type * as Y from "yjs";

/** Origin of what was typed in this editor: its undo takes back nothing else. */
export const typed = Symbol("typed");

/** Marks what came from the text, so that it does not go back there. */
const fromText = Annotation.define<boolean>();

/** Keeps an editor and a shared text the same. The editor must begin with the text's words. */
export const bindText = (text: Y.Text): Extension =>
  ViewPlugin.define((view: EditorView) => {
    const show = (event: Y.YTextEvent, transaction: Y.Transaction) => {
      if (transaction.origin === typed) return;
      const changes: ChangeSpec[] = [];
      let at = 0;
      for (const { retain = 0, delete: gone = 0, insert } of event.delta) {
        at += retain;
        if (typeof insert === "string") changes.push({ from: at, insert });
        if (gone > 0) changes.push({ from: at, to: at + gone });
        at += gone;
      }
      view.dispatch({ changes, annotations: fromText.of(true) });
    };
    text.observe(show);
    return {
      update: (update: ViewUpdate) => {
        if (!update.docChanged) return;
        if (update.transactions.some((one) => one.annotation(fromText) === true)) return;
        text.doc?.transact(() => {
          let moved = 0;
          update.changes.iterChanges((from, to, _from, _to, inserted) => {
            const words = inserted.sliceString(0, inserted.length, "\n");
            if (to > from) text.delete(from + moved, to - from);
            if (words !== "") text.insert(from + moved, words);
            moved += words.length - (to - from);
          });
        }, typed);
      },
      destroy: () => text.unobserve(show),
    };
  });
