import { SourceFailure } from "../source-failure.ts";

/** How the bytes of a source are read. */
export type SourceType = "pdf" | "html" | "markdown" | "text";

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
  const binary = signatures.find(({ bytes: signature }) => beginning.startsWith(signature));
  if (binary !== undefined) {
    throw new SourceFailure({ reason: "unsupported", detail: `The file is ${binary.name}` });
  }
  if (isBinary(bytes)) {
    throw new SourceFailure({ reason: "unsupported", detail: "The file is not text" });
  }
  const extension = claims.filename?.toLowerCase().match(/\.([a-z0-9]+)$/)?.[1];
  if (extension === "pdf" || claims.mime === "application/pdf") {
    throw new SourceFailure({
      reason: "broken",
      detail: "It is named PDF but does not begin like one",
    });
  }
  if (looksLikeHtml(beginning)) return "html";
  if (extension === "html" || extension === "htm" || claims.mime === "text/html") return "html";
  if (extension === "md" || extension === "markdown" || claims.mime === "text/markdown") {
    return "markdown";
  }
  return /^#{1,6} \S/m.test(beginning) ? "markdown" : "text";
};

const looksLikeHtml = (beginning: string): boolean =>
  /^(?:\u00ef\u00bb\u00bf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:!doctype html|html|head|body)\b/i.test(
    beginning,
  );

/** Text has no NUL, unless it is UTF-16, and few control characters in any encoding. */
const isBinary = (bytes: Uint8Array): boolean => {
  const sample = bytes.subarray(0, 65_536);
  if (hasUtf16Mark(sample)) return false;
  let controls = 0;
  for (const byte of sample) {
    if (byte === 0) return true;
    if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) controls += 1;
  }
  return controls / sample.length > 0.01;
};

const hasUtf16Mark = ([first, second]: Uint8Array): boolean =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);

/** Beginnings of common files that are no text. */
const signatures: readonly { readonly bytes: string; readonly name: string }[] = [
  { bytes: "PK\u0003\u0004", name: "a ZIP archive or an Office document (docx, xlsx, pptx)" },
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
