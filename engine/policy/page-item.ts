import type { Place } from "./policy-problem.ts";

/** A list item, or a line of plain text, of a section. Lines that continue an item are joined to it by a space. */
export type PageItem = {
  readonly text: string;
  /** Whether it is an item of a list. */
  readonly listed: boolean;
  /** Where a character of `text` stands in the page. */
  place(offset: number): Place;
};

/** A line of the page with its number. */
export type PageLine = { readonly line: number; readonly text: string };

/** The items of a section. An indented line, or one right after an item, continues it. */
export const readItems = (lines: readonly PageLine[]): PageItem[] => {
  const items: Builder[] = [];
  let open: Builder | null = null;
  for (const { line, text } of lines) {
    const bullet = /^\s*(?:[-*•]|\d+[.)、])\s+/.exec(text);
    if (text.trim() === "") {
      open = null;
    } else if (bullet !== null) {
      open = start(items, true);
      open.add(line, bullet[0].length + 1, text.slice(bullet[0].length));
    } else {
      if (open === null || !open.listed) open = start(items, false);
      const space = text.length - text.trimStart().length;
      open.add(line, space + 1, text.slice(space));
    }
  }
  return items;
};

type Builder = PageItem & {
  text: string;
  add(line: number, column: number, words: string): void;
};

const start = (items: Builder[], listed: boolean): Builder => {
  const pieces: { readonly offset: number; readonly line: number; readonly column: number }[] = [];
  const item: Builder = {
    text: "",
    listed,
    place: (offset) => {
      const piece = pieces.findLast((candidate) => candidate.offset <= offset) ?? pieces[0];
      if (piece === undefined) return { line: 1, column: 1 };
      return { line: piece.line, column: piece.column + Math.max(0, offset - piece.offset) };
    },
    add: (line, column, words) => {
      if (item.text !== "") item.text += " ";
      pieces.push({ offset: item.text.length, line, column });
      item.text += words.trimEnd();
    },
  };
  items.push(item);
  return item;
};
