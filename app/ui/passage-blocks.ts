/** A piece of a passage as it is shown. Texts are plain. */
export type PassageBlock =
  | { readonly kind: "paragraph"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly ListItem[] }
  | {
      readonly kind: "table";
      readonly header: readonly string[];
      readonly rows: readonly (readonly string[])[];
    };

/** `mark` is its bullet or number as it was written; `depth` counts the lists around it. */
export type ListItem = { readonly mark: string; readonly text: string; readonly depth: number };

/**
 * Finds lists and tables in the text of a passage again: ingestion writes items with their marks, and each
 * row of a table with the names of its columns. What looks like neither stays as it is.
 */
export const passageBlocks = (text: string): readonly PassageBlock[] =>
  text
    .split(/\n{2,}/)
    .filter((part) => part.trim() !== "")
    .map((part) => {
      const lines = part.split("\n");
      return listOf(lines) ?? tableOf(lines) ?? { kind: "paragraph", text: part };
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

/** Lines that all name the same first column and at least two columns are a table. */
const tableOf = (lines: readonly string[]): PassageBlock | null => {
  if (lines.length < 2) return null;
  const rows = lines.map((line): readonly (Cell | null)[] =>
    line.split("; ").map((cell) => {
      const at = cell.indexOf(": ");
      return at > 0 && at <= 80 ? [cell.slice(0, at), cell.slice(at + 2)] : null;
    }),
  );
  const named = rows.filter(isNamed);
  if (named.length < rows.length) return null;
  const first = named[0]?.[0]?.[0];
  const header = [...new Set(named.flat().map(([name]) => name))];
  const isTable =
    header.length >= 2 &&
    header.length <= 20 &&
    named.every((cells) => cells[0]?.[0] === first && new Map(cells).size === cells.length);
  if (!isTable) return null;
  const cellsOf = (cells: readonly Cell[]) => {
    const byName = new Map(cells);
    return header.map((name) => byName.get(name) ?? "");
  };
  return { kind: "table", header, rows: named.map(cellsOf) };
};

type Cell = readonly [name: string, value: string];

const isNamed = (cells: readonly (Cell | null)[]): cells is readonly Cell[] =>
  cells.every((cell) => cell !== null);
