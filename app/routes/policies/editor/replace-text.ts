import type { EditorView } from "@codemirror/view";

/** Gives the page another text by one change of what differs: cursors elsewhere stay where they are. */
export const replaceText = (view: EditorView, text: string): void => {
  const before = view.state.doc.toString();
  const shorter = Math.min(before.length, text.length);
  let start = 0;
  while (start < shorter && before[start] === text[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === text.at(-1 - end)) end += 1;
  view.dispatch({
    changes: { from: start, to: before.length - end, insert: text.slice(start, text.length - end) },
  });
  view.focus();
};
