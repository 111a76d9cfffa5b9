import type * as Y from "yjs";
import { diffWords } from "../replay/diff-words.ts";
import { type EditRun, shortestEdit } from "../replay/shortest-edit.ts";
import { linesOf } from "./lines-of.ts";

/** Makes a shared text say something else by changing the words that differ: cursors in others stay where they are. */
export const editText = (text: Y.Text, wanted: string): void => {
  let at = 0;
  const apply = ({ kind, text: words }: EditRun) => {
    if (kind === "removed") text.delete(at, words.length);
    else {
      if (kind === "added") text.insert(at, words);
      at += words.length;
    }
  };
  let gap = { removed: "", added: "" };
  const flush = () => {
    for (const run of diffWords(gap.removed, gap.added)) apply(run);
    gap = { removed: "", added: "" };
  };
  for (const run of shortestEdit(linesOf(text.toJSON()), linesOf(wanted))) {
    if (run.kind === "same") {
      flush();
      apply(run);
    } else gap[run.kind] += run.text;
  }
  flush();
};
