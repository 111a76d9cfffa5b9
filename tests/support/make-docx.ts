import { makeZip } from "./make-zip.ts";

/** A paragraph of a sample Word document, with the id of its style, or a table of cells. */
export type SampleBlock =
  | { readonly text: string; readonly style?: string }
  | { readonly table: readonly (readonly string[])[] };

/** Writes a small Word document, for tests. */
export const makeDocx = (blocks: readonly SampleBlock[]): Buffer => {
  const body = blocks
    .map((block) =>
      "table" in block ? tableOf(block.table) : paragraphOf(block.text, block.style),
    )
    .join("");
  const parts = {
    "[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    "_rels/.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
    "word/document.xml": `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
    "word/styles.xml": `<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>`,
  };
  return makeZip(Object.entries(parts).map(([name, xml]) => ({ name, content: Buffer.from(xml) })));
};

const paragraphOf = (text: string, style?: string): string => {
  const properties = style === undefined ? "" : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`;
  return `<w:p>${properties}<w:r><w:t xml:space="preserve">${escaped(text)}</w:t></w:r></w:p>`;
};

const tableOf = (rows: readonly (readonly string[])[]): string => {
  const cells = (row: readonly string[]) =>
    row.map((cell) => `<w:tc>${paragraphOf(cell)}</w:tc>`).join("");
  return `<w:tbl>${rows.map((row) => `<w:tr>${cells(row)}</w:tr>`).join("")}</w:tbl>`;
};

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
