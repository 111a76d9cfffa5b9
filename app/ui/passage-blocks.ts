import { type Table, tableOfLines } from "#app/passages/table-of-lines.ts";
import { barredTable } from "./barred-table.ts";

/** A piece of a passage as it is shown. Texts are plain. */
export type PassageBlock =
  | { readonly kind: "paragraph"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly ListItem[] }
  | ({ readonly kind: "table" } & Table);

/** `mark` is its bullet or number as it was written; `depth` counts the lists around it. */
export type ListItem = { readonly mark: string; readonly text: string; readonly depth: number };

/**
 * Finds lists and tables in the text of a passage again: ingestion writes items with their marks, and each
 * row of a table with the names of its columns; plain texts may have tables between bars. What looks like neither stays as it is.
 */
export const passageBlocks = (text: string): readonly PassageBlock[] =>
  text
    .split(/\n{2,}/)
    .filter((part) => part.trim() !== "")
    .map((part) => {
      const lines = part.split("\n");
      const table = tableOfLines(lines) ?? barredTable(lines);
      if (table !== null) return { kind: "table", ...table };
      return listOf(lines) ?? { kind: "paragraph", text: part };
    });

const item = /^( *)([-*]|\d{1,3}\.) (.*)$/;

const listOf = (lines: readonly string[]): PassageBlock | null => {
  if (lines[0] === undefined || !item.test(lines[0])) return null;
  const items: ListItem[] = [];
  for (const line of lines) {
    const found = item.exec(line);
    const last = items.at(-1);
    if (found !== null) {
      const [, indent = "", mark = "", words = ""] = found;
      items.push({ mark, text: words, depth: Math.min(4, Math.floor(indent.length / 2)) });
    } else if (last !== undefined) {
      items[items.length - 1] = { ...last, text: `${last.text}\n${line.trim()}` };
    }
  }
  return { kind: "list", items };
};
