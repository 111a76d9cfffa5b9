import { ChangeSet, type Extension } from "@codemirror/state";
import { type EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import * as Y from "yjs";
import { followPage, forkField, fromPage } from "./forked-text.ts";
import { changesOf } from "./changes-of.ts";
import { piecesOf } from "./pieces-of.ts";

/** Origin of what was typed in this editor: its undo takes back nothing else. */
export const typed = Symbol("typed");

/**
 * Most letters of one change, well within what the server takes at once: a letter is at most four bytes, and
 * each deleted one may be a range of its own.
 */
const insertedAtOnce = 12_000;
const deletedAtOnce = 400;

/**
 * Keeps an editor and a shared text the same. The editor must begin with the text's words. While it has a fork,
 * what is typed stays beside the text, and what others write comes in around it.
 */
export const bindText = (text: Y.Text): Extension =>
  ViewPlugin.define((view: EditorView) => {
    const show = (event: Y.YTextEvent, transaction: Y.Transaction) => {
      if (transaction.origin === typed) return;
      const { changes, place } = changesOf(event.delta);
      const fork = view.state.field(forkField, false) ?? null;
      if (fork !== null) {
        view.dispatch(followPage(fork, ChangeSet.of(changes, fork.page.length)));
        return;
      }
      const follow = { changes, annotations: fromPage.of(true) };
      // Only this editor's undo changes the text by an undo manager.
      const isUndone = transaction.origin instanceof Y.UndoManager && place !== null;
      view.dispatch(
        isUndone ? { ...follow, selection: { anchor: place }, scrollIntoView: true } : follow,
      );
    };
    text.observe(show);
    return {
      update: (update: ViewUpdate) => {
        if (!update.docChanged) return;
        if (update.transactions.some((one) => one.annotation(fromPage) === true)) return;
        if ((update.startState.field(forkField, false) ?? null) !== null) return;
        let moved = 0;
        update.changes.iterChanges((from, to, _from, _to, inserted) => {
          const words = inserted.sliceString(0, inserted.length, "\n");
          const at = from + moved;
          for (let left = to - from; left > 0; left -= deletedAtOnce) {
            const gone = Math.min(left, deletedAtOnce);
            text.doc?.transact(() => text.delete(at, gone), typed);
          }
          let end = at;
          for (const piece of piecesOf(words, insertedAtOnce)) {
            text.doc?.transact(() => text.insert(end, piece), typed);
            end += piece.length;
          }
          moved += words.length - (to - from);
        });
      },
      destroy: () => text.unobserve(show),
    };
  });
