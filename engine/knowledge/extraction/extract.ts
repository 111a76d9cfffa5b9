import type { StoredFailure } from "#db/writes/source-work.ts";
import type { ChunkDraft } from "../chunk-draft.ts";
import { limits } from "../limits.ts";
import { SourceFailure } from "../source-failure.ts";
import type { Block, ReadDocument } from "./block.ts";
import { cutChunks } from "./cut-chunks.ts";
import { decodeText } from "./decode-text.ts";
import { detectLanguage } from "./detect-language.ts";
import { detectType, type SourceClaims } from "./detect-type.ts";
import { readCsv } from "./read-csv.ts";
import { readDocx } from "./read-docx.ts";
import { declaredEncoding, readHtml } from "./read-html.ts";
import { readMarkdown } from "./read-markdown.ts";
import { readPdf } from "./read-pdf.ts";
import { readText } from "./read-text.ts";

/** What extraction starts from. `title` is null when nobody gave one: the document's own is taken, or its file's name. */
export type ExtractionInput = SourceClaims & {
  readonly content: Uint8Array;
  readonly title: string | null;
};

/** A source turned into passages. */
export type Extracted = {
  readonly title: string;
  readonly lang: "en" | "zh";
  readonly chunks: readonly ChunkDraft[];
  /** Pages, of a document that has pages. */
  readonly pages: number | null;
  /** The day the document says itself that it ends to be true, as an ISO date. */
  readonly expiresAt: string | null;
  /** Why a part of it is missing; null when all of it is there. */
  readonly failure: StoredFailure | null;
};

/** How far reading (in pages) or cutting (in parts of the document) has come. */
export type ExtractionProgress = {
  readonly stage: "extracting" | "chunking";
  readonly done: number;
  readonly total: number | null;
};

/**
 * Reads a source and cuts it into passages. Throws SourceFailure with a reason people understand.
 * `report` is told often how far it is; cutting begins with a report of 0 done.
 */
export const extract = async (
  input: ExtractionInput,
  report: (progress: ExtractionProgress) => void = () => {},
): Promise<Extracted> => {
  const { content } = input;
  if (content.length > limits.sourceBytes) {
    throw new SourceFailure({ reason: "too_large", detail: `${content.length} bytes` });
  }
  const onPage = (done: number, total: number) => report({ stage: "extracting", done, total });
  const { title: own, blocks, links, ...document } = await read(input, onPage);
  const length = blocks.reduce((sum, block) => sum + lengthOf(block), 0);
  if (length === 0 && document.failure !== undefined) throw document.failure;
  if (length === 0) throw new SourceFailure({ reason: "empty", detail: null });
  if (length > limits.textLength) {
    throw new SourceFailure({ reason: "too_long", detail: `${length} characters` });
  }
  report({ stage: "chunking", done: 0, total: blocks.length });
  const title = (input.title ?? own ?? nameOf(input.filename)).slice(0, 300).toWellFormed();
  const chunks = cutChunks(title, { blocks, links }, (done) =>
    report({ stage: "chunking", done, total: blocks.length }),
  );
  if (chunks.length === 0) throw new SourceFailure({ reason: "empty", detail: null });
  const sample = chunks
    .slice(0, 50)
    .map(({ text }) => text)
    .join("\n");
  return {
    title,
    lang: detectLanguage(sample),
    chunks,
    pages: document.pages ?? null,
    expiresAt: document.expiresAt ?? null,
    failure: document.failure === undefined ? null : stored(document.failure),
  };
};

const stored = ({ reason, detail, at }: SourceFailure): StoredFailure => ({ reason, detail, at });

const read = async (
  input: ExtractionInput,
  onPage: (done: number, total: number) => void,
): Promise<ReadDocument> => {
  const { content } = input;
  const type = detectType(content, input);
  if (type === "pdf") return readPdf(content, onPage);
  if (type === "docx") return readDocx(content);
  if (type === "html") return readHtml(decodeText(content, declaredEncoding(content)));
  const text = decodeText(content);
  if (type === "csv") return readCsv(text);
  return type === "markdown" ? readMarkdown(text) : readText(text);
};

/** "refund-policy_2024.pdf" reads as "refund policy 2024". */
const nameOf = (filename: string | null): string =>
  (filename ?? "")
    .replace(/^.*\//, "")
    .replace(/\.[A-Za-z0-9]{1,8}$/, "")
    .replaceAll(/[-_]+/g, " ")
    .trim() || "Untitled";

const lengthOf = (block: Block): number => {
  if (block.kind === "list") return block.items.reduce((sum, item) => sum + item.length, 0);
  if (block.kind === "table") return block.rows.flat().reduce((sum, cell) => sum + cell.length, 0);
  return block.text.length;
};
