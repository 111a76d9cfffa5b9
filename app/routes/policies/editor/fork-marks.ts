import { type EditorState, type Extension, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";
import { forkField } from "./forked-text.ts";
import { Words } from "./words-widget.ts";

/** Shows what is written beside the page: what would come in, and what would go out struck through. */
export const forkMarks: Extension = StateField.define<DecorationSet>({
  create: draw,
  update: (drawn, transaction) => {
    const before = transaction.startState.field(forkField, false);
    return transaction.state.field(forkField, false) === before ? drawn : draw(transaction.state);
  },
  provide: (field) => EditorView.decorations.from(field),
});

function draw(state: EditorState): DecorationSet {
  const fork = state.field(forkField, false) ?? null;
  if (fork === null) return Decoration.none;
  const marks: ReturnType<Decoration["range"]>[] = [];
  fork.changes.iterChangedRanges((fromA, toA, fromB, toB) => {
    if (toA > fromA) {
      const gone = new Words(fork.page.sliceString(fromA, toA), "del", "page-cut is-own", null);
      marks.push(Decoration.widget({ widget: gone, side: -1 }).range(fromB));
    }
    if (toB > fromB) marks.push(Decoration.mark({ class: "page-put is-own" }).range(fromB, toB));
  });
  return Decoration.set(marks, true);
}
