import { cleanText } from "./decode-text.ts";

/** A run of text at a place of a page, as pdf.js gives it. y grows upwards. */
export type TextItem = {
  readonly str: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly fontSize: number;
  readonly hasEOL: boolean;
};

/** A line of a page. */
export type Line = {
  readonly text: string;
  /** Size of its largest letters, in points. */
  readonly size: number;
  /** Whether a gap, or a bullet, sets it apart from the line above. */
  readonly startsParagraph: boolean;
};

/** Puts the items of a page, which come in reading order, together to lines. */
export const linesOf = (items: readonly TextItem[]): readonly Line[] => {
  const lines: (Line & { readonly y: number })[] = [];
  let row: TextItem[] = [];
  const flush = () => {
    const text = cleanText(textOf(row)).replaceAll(/\s+/g, " ").trim();
    const size = Math.max(0, ...row.map(({ fontSize }) => fontSize));
    const y = row[0]?.y ?? 0;
    row = [];
    if (text === "") return;
    const above = lines.at(-1);
    const gap = above === undefined ? Number.POSITIVE_INFINITY : Math.abs(above.y - y);
    const startsParagraph = gap > 1.7 * size || /^(?:[•·▪‣◦–-]|\d{1,2}[.)、])\s?/.test(text);
    lines.push({ text, size, startsParagraph, y });
  };
  for (const item of items) {
    const last = row.at(-1);
    const sameRow = last === undefined || Math.abs(last.y - item.y) < 0.5 * (item.fontSize || 1);
    if (!sameRow && item.str.trim() !== "") flush();
    if (item.str !== "") row.push(item);
    if (item.hasEOL) flush();
  }
  flush();
  return lines;
};

/** Items of one row: a space where there is room for one. */
const textOf = (row: readonly TextItem[]): string => {
  let text = "";
  let end = Number.NEGATIVE_INFINITY;
  for (const { str, x, width, fontSize } of row) {
    if (text !== "" && x - end > 0.2 * fontSize && !text.endsWith(" ")) text += " ";
    text += str;
    end = x + width;
  }
  return text;
};
