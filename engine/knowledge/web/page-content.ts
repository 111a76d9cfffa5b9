import { createHash } from "node:crypto";
import { decodeText } from "../extraction/decode-text.ts";
import { declaredEncoding } from "../extraction/read-html.ts";
import { SourceFailure } from "../source-failure.ts";
import type { PageAnswer } from "./fetch-page.ts";
import { type PageSigns, readPage } from "./read-page.ts";
import type { PageContent } from "./store-page.ts";
import { WebFailure } from "./web-failure.ts";

/** A fetched page as it is learnt, and what it says to a crawler. */
export type ReadPageContent = PageContent & PageSigns;

/**
 * Reads what a server sent. Text becomes UTF-8 here, since only the answer knew its encoding; whatever the
 * page is made of is read later, in a thread of its own. Throws WebFailure `unreadable`.
 */
export const pageContent = async (
  content: NonNullable<PageAnswer["content"]>,
  url: string,
): Promise<ReadPageContent> => {
  const { bytes, mime, charset } = content;
  const plain = { canonical: null, noindex: false, links: [] };
  if (mime === "application/pdf" || startsLikePdf(bytes)) {
    return { url, mime: "application/pdf", bytes, ...plain, contentHash: sha256(bytes) };
  }
  const text = decoded(bytes, charset ?? declaredEncoding(bytes));
  const utf8 = Buffer.from(text);
  const isHtml = mime.includes("html") || (mime === "" && /^\s*</.test(text));
  if (!isHtml) return { url, mime: mime || null, bytes: utf8, ...plain, contentHash: sha256(utf8) };
  return { url, mime: "text/html", bytes: utf8, ...(await readPage(text, url)) };
};

const decoded = (bytes: Uint8Array, charset: string | null): string => {
  try {
    return decodeText(bytes, charset);
  } catch (error) {
    if (!(error instanceof SourceFailure)) throw error;
    throw new WebFailure({ reason: "unreadable", detail: charset });
  }
};

const startsLikePdf = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.subarray(0, 5)).toString("latin1") === "%PDF-";

const sha256 = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();
