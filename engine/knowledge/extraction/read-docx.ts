import mammoth from "mammoth";
import { SourceFailure } from "../source-failure.ts";
import { openArchive } from "../archive/open-archive.ts";
import type { ReadDocument } from "./block.ts";
import { cleanText } from "./decode-text.ts";
import { withoutMarks } from "./link-marks.ts";
import { piecesOfHtml } from "./read-html.ts";

/** Styles that mean a heading and that mammoth does not know by itself. */
const styleMap = [
  "p[style-name='Title'] => h1:fresh",
  "p[style-name='标题'] => h1:fresh",
  "p[style-name='标题 1'] => h1:fresh",
  "p[style-name='标题 2'] => h2:fresh",
  "p[style-name='标题 3'] => h3:fresh",
];

/** Reads a Word document by its styles: headings, lists, tables and links. Pictures are left out. */
export const readDocx = async (bytes: Uint8Array): Promise<ReadDocument> => {
  // mammoth unpacks whatever there is: sizes are checked before, against a document that is a bomb.
  const archive = openArchive(bytes);
  if (!archive.entries.some(({ name }) => name === "word/document.xml")) {
    throw new SourceFailure({ reason: "broken", detail: "word/document.xml is missing" });
  }
  for (const entry of archive.entries) await archive.read(entry);
  const { value: html } = await mammoth.convertToHtml(
    { buffer: Buffer.from(bytes) },
    { styleMap, convertImage: mammoth.images.imgElement(async () => ({ src: "" })) },
  );
  const { blocks, links } = piecesOfHtml(cleanText(html));
  const first = blocks.find((block) => block.kind === "heading" && block.level === 1);
  return { title: first?.kind === "heading" ? withoutMarks(first.text) : null, blocks, links };
};
