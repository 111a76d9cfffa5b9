import { type Extension, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";
import type * as Y from "yjs";
import type { DocThread } from "#contract/doc-thread.ts";
import { rangeOf } from "#contract/text-place.ts";
import { Words } from "./words-widget.ts";

/** What is said and suggested on the page now; replaces what was shown. */
export const setThreads = StateEffect.define<DecorationSet>();

/** Marks the words that comments and suggestions are about, and puts suggested words behind them. */
export const threadMarks: Extension = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (shown, transaction) => {
    let next = shown.map(transaction.changes);
    for (const effect of transaction.effects) if (effect.is(setThreads)) next = effect.value;
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** The drawing of the open threads in a text as it is now. `shown` is where the editor shows an offset of the text. */
export const drawThreads = (
  text: Y.Text,
  threads: readonly DocThread[],
  openId: string | null,
  shown: (at: number) => number,
): DecorationSet =>
  Decoration.set(
    threads.flatMap((thread) => {
      const { id, proposed, state } = thread;
      const range = state === "open" ? rangeOf(text, thread) : null;
      if (range === null) return [];
      const [from, to] = [shown(range.from), shown(range.to)];
      const own = id === openId ? " is-open" : "";
      const attributes = { "data-thread": id };
      if (proposed === null) {
        if (to <= from) return [];
        const mark = Decoration.mark({ class: `page-comment${own}`, attributes });
        return [mark.range(from, to)];
      }
      const mark = Decoration.mark({ class: `page-cut${own}`, attributes, tagName: "del" });
      const words = new Words(proposed, "ins", `page-put${own}`, id);
      return [
        ...(to > from ? [mark.range(from, to)] : []),
        ...(proposed === "" ? [] : [Decoration.widget({ widget: words, side: 1 }).range(to)]),
      ];
    }),
    true,
  );
