import { readDirectory } from "../archive/read-directory.ts";
import { SourceFailure } from "../source-failure.ts";
import { looksLikeUtf16 } from "./utf-16.ts";

/** How the bytes of a source are read. */
export type SourceType = "pdf" | "docx" | "html" | "markdown" | "csv" | "text";

/** What a source says about itself. None of it is trusted where the bytes say otherwise. */
export type SourceClaims = { readonly filename: string | null; readonly mime: string | null };

/**
 * Finds out what the bytes are. Their beginning decides: a PDF named .txt is read as PDF, a picture
 * named .md is refused. Names and media types only choose between kinds of text.
 */
export const detectType = (bytes: Uint8Array, claims: SourceClaims): SourceType => {
  if (bytes.length === 0) throw new SourceFailure({ reason: "empty", detail: null });
  const beginning = Buffer.from(bytes.subarray(0, 1024)).toString("latin1");
  if (beginning.includes("%PDF-")) return "pdf";
  if (beginning.startsWith("PK\u0003\u0004")) return typeOfZip(bytes);
  refuseKnownBinary(bytes, beginning);
  const extension = claims.filename?.toLowerCase().match(/\.([a-z0-9]+)$/)?.[1];
  if (isBinary(bytes)) {
    throw new SourceFailure({ reason: "unsupported", detail: "The file is not text" });
  }
  if (extension === "pdf" || claims.mime === "application/pdf") throw misnamed("PDF");
  if (extension === "docx") throw misnamed("Word document");
  if (looksLikeHtml(beginning)) return "html";
  if (extension === "html" || extension === "htm" || claims.mime === "text/html") return "html";
  if (extension === "md" || extension === "markdown" || claims.mime === "text/markdown") {
    return "markdown";
  }
  if (extension === "csv" || extension === "tsv" || claims.mime === "text/csv") return "csv";
  return /^#{1,6} \S/m.test(beginning) ? "markdown" : "text";
};

/** Whether the bytes are an archive of several documents, and not one document that is packed. */
export const isArchive = (bytes: Uint8Array): boolean => {
  if (!Buffer.from(bytes.subarray(0, 4)).equals(Buffer.from("PK\u0003\u0004"))) return false;
  try {
    return officeKind(bytes) === null;
  } catch {
    // Cut off or damaged, and perhaps no archive at all: reading it as a document says so.
    return false;
  }
};

const typeOfZip = (bytes: Uint8Array): "docx" => {
  const kind = officeKind(bytes);
  if (kind === "docx") return "docx";
  if (kind === null) throw new SourceFailure({ reason: "archive", detail: null });
  throw new SourceFailure({ reason: "unsupported", detail: `The file is ${kind}` });
};

/** What an Office document is, by the parts it has; null for any other archive. */
const officeKind = (bytes: Uint8Array): string | null => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const names = new Set(readDirectory(buffer).map(({ name }) => name));
  if (names.has("word/document.xml")) return "docx";
  if (names.has("xl/workbook.xml")) return "an Excel workbook; save the sheet as CSV";
  if (names.has("ppt/presentation.xml")) return "a presentation; save it as PDF";
  if (names.has("META-INF/manifest.xml") && names.has("content.xml")) {
    return "an OpenDocument file; save it as Word (docx) or PDF";
  }
  return names.has("META-INF/container.xml") ? "an e-book (EPUB)" : null;
};

const misnamed = (kind: string): SourceFailure =>
  new SourceFailure({
    reason: "broken",
    detail: `It is named like a ${kind} but does not begin like one`,
  });

const refuseKnownBinary = (bytes: Uint8Array, beginning: string): void => {
  const binary = signatures.find(({ bytes: signature }) => beginning.startsWith(signature));
  if (binary === undefined) return;
  // A Word document with a password is put into the old format, as a part of this name.
  const sealed = Buffer.from("EncryptedPackage", "utf16le");
  if (Buffer.from(bytes.subarray(0, 65_536)).includes(sealed)) {
    throw new SourceFailure({ reason: "encrypted", detail: null });
  }
  throw new SourceFailure({ reason: "unsupported", detail: `The file is ${binary.name}` });
};

const looksLikeHtml = (beginning: string): boolean =>
  /^(?:\u00ef\u00bb\u00bf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:!doctype html|html|head|body)\b/i.test(
    beginning,
  );

/** Text has no NUL, unless it is UTF-16, and few control characters in any encoding. */
const isBinary = (bytes: Uint8Array): boolean => {
  const sample = bytes.subarray(0, 65_536);
  if (looksLikeUtf16(sample) !== null) return false;
  let controls = 0;
  for (const byte of sample) {
    if (byte === 0) return true;
    if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) controls += 1;
  }
  return controls / sample.length > 0.01;
};

/** Beginnings of common files that are no text. */
const signatures: readonly { readonly bytes: string; readonly name: string }[] = [
  { bytes: "\u00d0\u00cf\u0011\u00e0", name: "an old Office document (doc, xls, ppt)" },
  { bytes: "{\\rtf", name: "RTF" },
  { bytes: "\u0089PNG", name: "a PNG picture" },
  { bytes: "\u00ff\u00d8\u00ff", name: "a JPEG picture" },
  { bytes: "GIF8", name: "a GIF picture" },
  { bytes: "RIFF", name: "a WebP picture, or sound" },
  { bytes: "\u001f\u008b", name: "a gzip archive" },
  { bytes: "7z\u00bc\u00af", name: "a 7z archive" },
  { bytes: "Rar!", name: "a RAR archive" },
  { bytes: "\u007fELF", name: "a program" },
  { bytes: "MZ\u0090", name: "a program" },
];
