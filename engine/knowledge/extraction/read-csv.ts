import { CsvError, parse } from "csv-parse/sync";
import { SourceFailure } from "../source-failure.ts";
import type { Block, ReadDocument } from "./block.ts";
import { findColumns } from "./csv-columns.ts";
import { piecesOfHtml } from "./read-html.ts";

/** A row of cells, and which row of the file it is, from 1, as a spreadsheet counts. */
type Row = { readonly number: number; readonly cells: readonly string[] };

/**
 * Reads CSV: a list of questions and answers becomes a heading and its answer for each row, with the row
 * as its anchor; any other table stays one. From a row whose quotes are broken on nothing can be told
 * apart: what stands before it is kept, and the failure names the row.
 */
export const readCsv = (text: string): ReadDocument => {
  const { rows, failure } = parseRows(text);
  const [first, ...others] = rows;
  if (first === undefined) {
    return { title: null, blocks: [], ...(failure === null ? {} : { failure }) };
  }
  const columns = findColumns(rows.map(({ cells }) => cells));
  const links: string[] = [];
  const blocks: readonly Block[] =
    columns === null
      ? [{ kind: "table", header: first.cells, rows: others.map((row) => row.cells), page: null }]
      : (columns.hasHeader ? others : rows).flatMap((row) => toBlocks(row, columns, links));
  return { title: null, blocks, links, ...(failure === null ? {} : { failure }) };
};

/** Adds the links of the answer to `links`. */
const toBlocks = (
  { number, cells }: Row,
  { question, answer }: { readonly question: number; readonly answer: number },
  links: string[],
): readonly Block[] => {
  const asked = (cells[question] ?? "").replaceAll(/\s+/g, " ").trim();
  const answered = (cells[answer] ?? "").trim();
  if (answered === "") return [];
  const anchor = `row-${number}`;
  const body: readonly Block[] = /<(?:p|br|ul|ol|li|a|div|b|strong|table)\b/i.test(answered)
    ? blocksOfHtml(answered, links)
    : answered
        .split(/\n\s*\n/)
        .map((part) => ({ kind: "paragraph", text: part.trim(), page: null }));
  if (asked === "") return body;
  return [{ kind: "heading", level: 2, text: asked, anchor, page: null }, ...body];
};

const blocksOfHtml = (html: string, links: string[]): readonly Block[] => {
  const pieces = piecesOfHtml(html, links.length);
  links.push(...pieces.links);
  return pieces.blocks;
};

const parseRows = (text: string): { rows: readonly Row[]; failure: SourceFailure | null } => {
  const delimiter = delimiterOf(text);
  const strict = parseWith(text, delimiter, false);
  if (strict.failure?.detail !== "INVALID_OPENING_QUOTE") return strict;
  // Inches and the like: a quote inside of a cell that has none around it. Read as it stands, it must end well.
  const relaxed = parseWith(text, delimiter, true);
  const isTidy = relaxed.failure === null && relaxed.rows.length > strict.rows.length;
  return isTidy && isRegular(relaxed.rows) ? relaxed : strict;
};

const parseWith = (text: string, delimiter: string, relaxQuotes: boolean) => {
  const rows: Row[] = [];
  let next = 1;
  let failure: SourceFailure | null = null;
  try {
    parse(text, {
      delimiter,
      bom: true,
      relax_column_count: true,
      relax_quotes: relaxQuotes,
      max_record_size: maxRowLength,
      onRecord: (cells: string[]) => {
        const number = next++;
        if (cells.some((cell) => cell.trim() !== "")) rows.push({ number, cells });
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    failure = new SourceFailure({ reason: "csv_quote", detail: error.code, at: next });
  }
  return { rows, failure };
};

/** A quote that never ends takes everything after it into its cell: no real row is so long. */
const maxRowLength = 100_000;

/** Rows that have run into each other differ in their number of cells. */
const isRegular = (rows: readonly Row[]): boolean => {
  const width = rows[0]?.cells.length ?? 0;
  return rows.every(
    ({ cells }) => cells.length === width && cells.every((cell) => !/\n.*\n/.test(cell)),
  );
};

/** The separator that cuts the first lines most evenly: spreadsheets in some countries write semicolons. */
const delimiterOf = (text: string): string => {
  const lines = text.split("\n", 20).map((line) => line.replaceAll(/"[^"]*"/g, ""));
  const [best] = [",", ";", "\t", "|"]
    .map((delimiter) => {
      const counts = lines
        .filter((line) => line.trim() !== "")
        .map((line) => line.split(delimiter).length - 1);
      return {
        delimiter,
        worth: counts.filter((count) => count > 0 && count === counts[0]).length,
      };
    })
    .toSorted((a, b) => b.worth - a.worth);
  return best!.delimiter;
};
