import { getDocumentProxy, getMeta } from "unpdf";
import { limits } from "../limits.ts";
import { SourceFailure } from "../source-failure.ts";
import type { Block, ReadDocument } from "./block.ts";
import { cleanText } from "./decode-text.ts";
import { maxLinks } from "./link-marks.ts";
import { type Line, linesOf, type TextItem } from "./pdf-lines.ts";
import { joinMarks, linksAmong, markItems, type PdfLink } from "./pdf-links.ts";

/**
 * Reads a PDF by its text layer. Larger type makes headings, gaps between lines make paragraphs. `onPage`
 * is told of each page.
 */
export const readPdf = async (
  bytes: Uint8Array,
  onPage: (done: number, total: number) => void = () => {},
): Promise<ReadDocument> => {
  const pdf = await open(bytes);
  try {
    if (pdf.numPages > limits.pages) {
      throw new SourceFailure({ reason: "too_many_pages", detail: `${pdf.numPages} pages` });
    }
    const read: (readonly Line[])[] = [];
    const addresses: string[] = [];
    const known = new Map<string, number>();
    const numberOf = (url: string): number | null => {
      const number = known.get(url) ?? addresses.length;
      if (number >= maxLinks) return null;
      if (number === addresses.length) addresses.push(url);
      known.set(url, number);
      return number;
    };
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const { items, links } = await itemsOf(pdf, number);
      const lines = linesOf(markItems(items, links, numberOf));
      read.push(lines.map((line) => ({ ...line, text: joinMarks(line.text) })));
      onPage(number, pdf.numPages);
    }
    const pages = withoutRunningLines(read);
    if (!pages.some((lines) => lines.some(({ text }) => /[\p{L}\p{N}]/u.test(text)))) {
      throw new SourceFailure({ reason: "no_text", detail: `${pdf.numPages} pages` });
    }
    const { info } = await getMeta(pdf).catch(() => ({ info: {} as Record<string, unknown> }));
    const title = titleIn(info["Title"]);
    return { title, blocks: toBlocks(pages), links: addresses, pages: pdf.numPages };
  } finally {
    await pdf.loadingTask.destroy();
  }
};

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

const itemsOf = async (
  pdf: Pdf,
  number: number,
): Promise<{ readonly items: readonly TextItem[]; readonly links: readonly PdfLink[] }> => {
  const page = await pdf.getPage(number);
  const { items } = await page.getTextContent();
  // A page whose links are broken has its words all the same.
  const links = linksAmong(await page.getAnnotations().catch(() => []));
  page.cleanup();
  return { items: items.flatMap(toItem), links };
};

const toItem = (
  item: Awaited<ReturnType<Awaited<ReturnType<Pdf["getPage"]>>["getTextContent"]>>["items"][number],
): readonly TextItem[] => {
  if (!("str" in item)) return [];
  const { str, width, hasEOL } = item;
  const [, , skew, scale, x, y] = (item.transform as number[]).map(Number);
  const fontSize = Math.hypot(skew ?? 0, scale ?? 0);
  return [{ str, width, hasEOL, fontSize, x: x ?? 0, y: y ?? 0 }];
};

const open = async (bytes: Uint8Array) => {
  try {
    // A copy: pdf.js takes the bytes it is given away from us, and refuses Node's own Buffer.
    return await getDocumentProxy(Uint8Array.from(bytes), { verbosity: 0, stopAtErrors: false });
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    if (name === "PasswordException") {
      throw new SourceFailure({ reason: "encrypted", detail: null });
    }
    throw new SourceFailure({ reason: "broken", detail: name === "" ? null : name });
  }
};

/** Names that programs put where a title belongs are none. */
const titleIn = (title: unknown): string | null => {
  if (typeof title !== "string") return null;
  const text = cleanText(title).trim();
  return text === "" ||
    /^(?:untitled|microsoft word|无标题)|\.(?:docx?|pdf|indd|pptx?)$/i.test(text)
    ? null
    : text;
};

/** Headers and footers: lines at an edge of the page that stand on most pages, numbers aside. */
const withoutRunningLines = (pages: readonly (readonly Line[])[]): readonly (readonly Line[])[] => {
  if (pages.length < 4) return pages;
  const shape = (text: string) => text.replaceAll(/\d+/g, "#");
  const seen = new Map<string, number>();
  for (const lines of pages) {
    const edges = new Set(
      [...lines.slice(0, 2), ...lines.slice(-2)].map(({ text }) => shape(text)),
    );
    for (const edge of edges) seen.set(edge, (seen.get(edge) ?? 0) + 1);
  }
  return pages.map((lines) =>
    lines.filter(({ text }, index) => {
      const atEdge = index < 2 || index >= lines.length - 2;
      return !atEdge || (seen.get(shape(text)) ?? 0) * 2 < pages.length;
    }),
  );
};

const toBlocks = (pages: readonly (readonly Line[])[]): readonly Block[] => {
  const bodySize = usualSize(pages.flat());
  const blocks: Block[] = [];
  for (const [index, lines] of pages.entries()) {
    const page = index + 1;
    let paragraph = "";
    const flush = () => {
      if (paragraph !== "") blocks.push({ kind: "paragraph", text: paragraph, page });
      paragraph = "";
    };
    for (const line of lines) {
      const isHeading = line.size > bodySize * 1.15 && line.text.length <= 120;
      if (isHeading || line.startsParagraph) flush();
      if (isHeading) {
        const level = line.size > bodySize * 1.5 ? 1 : 2;
        blocks.push({ kind: "heading", level, text: line.text, anchor: null, page });
      } else paragraph = joined(paragraph, line.text);
    }
    flush();
  }
  return blocks;
};

/** Joins lines as they were before they were broken: hyphens closed, no spaces between Chinese characters. */
const joined = (before: string, line: string): string => {
  if (before === "") return line;
  if (/[a-z]-$/.test(before) && /^[a-z]/.test(line)) return before.slice(0, -1) + line;
  const chinese =
    /[\p{Script=Han}，。、；：]$/u.test(before) && /^[\p{Script=Han}（“《]/u.test(line);
  return chinese ? before + line : `${before} ${line}`;
};

/** The size most characters have. */
const usualSize = (lines: readonly Line[]): number => {
  const counts = new Map<number, number>();
  for (const { size, text } of lines) {
    const rounded = Math.round(size * 2) / 2;
    counts.set(rounded, (counts.get(rounded) ?? 0) + text.length);
  }
  const [usual] = [...counts].toSorted((a, b) => b[1] - a[1]);
  return usual?.[0] ?? 0;
};
