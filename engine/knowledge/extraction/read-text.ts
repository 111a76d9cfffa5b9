import type { Block, ReadDocument } from "./block.ts";

/**
 * Reads plain text: paragraphs between empty lines, or lines where there are none. A short line alone
 * that does not end like a sentence heads what follows it.
 */
export const readText = (text: string): ReadDocument => {
  const separator = /\n\s*\n/.test(text.trim()) ? /\n\s*\n/ : /\n/;
  const paragraphs = text
    .split(separator)
    .map((part) => part.replaceAll(/[ \t]+/g, " ").trim())
    .filter((part) => part !== "");
  const blocks = paragraphs.map((part, index): Block => {
    const heads = separator.source !== "\\n" && index + 1 < paragraphs.length && isHeading(part);
    if (heads) return { kind: "heading", level: 2, text: part, anchor: null, page: null };
    return { kind: "paragraph", text: part, page: null };
  });
  return { title: null, blocks };
};

/** Whether a paragraph of one line reads like a heading. */
export const isHeading = (line: string): boolean =>
  line.length <= 60 &&
  !line.includes("\n") &&
  /[\p{L}\p{N})）?？]$/u.test(line) &&
  /\p{L}/u.test(line);
