import type { Block } from "./block.ts";
import { detectLanguage } from "./detect-language.ts";
import { widthOf } from "./width.ts";

/** No passage is longer than this, counting a Chinese character as two. */
const maxWidth = 1600;

/**
 * The text of a block in pieces that are each short enough for a passage: whole sentences, list items,
 * table rows or lines of code. A single one that is too long by itself is cut where it must be.
 */
export const splitBlock = (block: Exclude<Block, { kind: "heading" }>): readonly string[] => {
  switch (block.kind) {
    case "paragraph":
      return gather(sentencesOf(block.text), "");
    case "list":
      return gather(block.items, "\n");
    case "code":
      return gather(block.text.split("\n"), "\n");
    case "table":
      return gather(rowsOf(block), "\n");
  }
};

const gather = (pieces: readonly string[], separator: string): readonly string[] => {
  const gathered: string[] = [];
  let current = "";
  for (const piece of pieces.flatMap(cutLong)) {
    const longer = current === "" ? piece : current + separator + piece;
    if (widthOf(longer) <= maxWidth) {
      current = longer;
      continue;
    }
    gathered.push(current);
    current = piece;
  }
  gathered.push(current);
  return gathered.map((text) => text.trim()).filter((text) => text !== "");
};

/** Each row says what its cells are, so that it can stand alone: "Plan: Team; Price: 20 €". */
const rowsOf = ({ header, rows }: Extract<Block, { kind: "table" }>): readonly string[] => {
  const named = header.some((name) => name !== "");
  const lines = rows.map((row) =>
    row
      .map((cell, column) => {
        const name = header[column] ?? "";
        return cell === "" ? "" : name === "" ? cell : `${name}: ${cell}`;
      })
      .filter((cell) => cell !== "")
      .join("; "),
  );
  return rows.length === 0 && named ? [header.join("; ")] : lines;
};

const sentencesOf = (text: string): readonly string[] => {
  if (widthOf(text) <= maxWidth) return [text];
  return Array.from(segmenters[detectLanguage(text)].segment(text), ({ segment }) => segment);
};

const segmenters = {
  en: new Intl.Segmenter("en", { granularity: "sentence" }),
  zh: new Intl.Segmenter("zh", { granularity: "sentence" }),
};

/** Cuts what no sentence, row or line breaks: at a space if there is one, never inside a character. */
const cutLong = (piece: string): readonly string[] => {
  const parts: string[] = [];
  let start = 0;
  // Only so much is looked at as could be too long: a text of megabytes without a break stays cheap.
  while (widthOf(piece.slice(start, start + maxWidth + 1)) > maxWidth) {
    const window = piece.slice(start, start + maxWidth / 2);
    const space = window.lastIndexOf(" ");
    let length = space > maxWidth / 4 ? space + 1 : window.length;
    if (/[\ud800-\udbff]/.test(window[length - 1] ?? "")) length -= 1;
    parts.push(window.slice(0, length));
    start += length;
  }
  return [...parts, piece.slice(start)];
};
