import type { Table } from "#app/passages/table-of-lines.ts";

/** Finds the table in lines that people drew with bars, in Markdown's way; null for anything else. */
export const barredTable = (lines: readonly string[]): Table | null => {
  const [header, rule, ...rows] = lines.map(cellsOf);
  if (header === undefined || header.length < 2) return null;
  if (rule === undefined || !rule.every((cell) => /^:?-+:?$/.test(cell))) return null;
  if (rows.some((cells) => cells.length === 0)) return null;
  return { header, rows: rows.map((cells) => header.map((_name, at) => cells[at] ?? "")) };
};

/** None when the line is no row. */
const cellsOf = (line: string): readonly string[] => {
  const row = /^\s*\|(.*)\|\s*$/.exec(line)?.[1];
  return row === undefined ? [] : row.split("|").map((cell) => cell.trim());
};
