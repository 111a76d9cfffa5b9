/** A line of a page of a sample PDF. */
export type SampleLine = {
  readonly text: string;
  readonly size?: number;
  /** Addresses, each over a stretch of the line: shares of its width. */
  readonly links?: readonly { readonly url: string; readonly from: number; readonly to: number }[];
};

/**
 * Writes a small PDF with Helvetica, for tests: what a program prints, one line under the other. An
 * empty page has no text layer, as a scanned one. `locked` asks for a password nobody knows.
 */
export const makePdf = (
  pages: readonly (readonly SampleLine[])[],
  options: { readonly title?: string; readonly locked?: boolean } = {},
): Buffer => {
  const objects: string[] = [];
  const add = (body: string): number => objects.push(body);
  const pagesId = 2;
  add(`<< /Type /Catalog /Pages ${pagesId} 0 R >>`);
  add("");
  const font = add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
  const kids = pages.map((lines) => {
    const stream = contentOf(lines);
    const content = add(`<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`);
    return add(
      `<< /Type /Page /Parent ${pagesId} 0 R /MediaBox [0 0 595 842] ` +
        `/Resources << /Font << /F1 ${font} 0 R >> >> /Contents ${content} 0 R ` +
        `/Annots [${annotationsOf(lines).join(" ")}] >>`,
    );
  });
  objects[pagesId - 1] =
    `<< /Type /Pages /Count ${kids.length} /Kids [${kids.map((id) => `${id} 0 R`).join(" ")}] >>`;
  const info = add(`<< /Title (${escape(options.title ?? "")}) >>`);
  const lock = options.locked ? ` /Encrypt ${add(encryption)} 0 R /ID [<00> <00>]` : "";
  return assemble(objects, `/Root 1 0 R /Info ${info} 0 R${lock}`);
};

const encryption = `<< /Filter /Standard /V 1 /R 2 /P -4 /O <${"41".repeat(32)}> /U <${"42".repeat(32)}> >>`;

const contentOf = (lines: readonly SampleLine[]): string => {
  let y = 780;
  let stream = "";
  for (const { text, size = 11 } of lines) {
    if (text !== "") stream += `BT /F1 ${size} Tf 72 ${y} Td (${escape(text)}) Tj ET\n`;
    y -= size * 1.3;
  }
  return stream;
};

/** Letters of Helvetica are, on the average, so wide for their height. */
const annotationsOf = (lines: readonly SampleLine[]): readonly string[] => {
  let y = 780;
  return lines.flatMap(({ text, size = 11, links = [] }) => {
    const width = text.length * size * 0.42;
    const made = links.map(
      ({ url, from, to }) =>
        `<< /Type /Annot /Subtype /Link /Rect [${72 + width * from} ${y - 2} ${72 + width * to} ${y + size}] ` +
        `/A << /S /URI /URI (${escape(url)}) >> >>`,
    );
    y -= size * 1.3;
    return made;
  });
};

const escape = (text: string): string => text.replaceAll(/[\\()]/g, "\\$&");

const assemble = (objects: readonly string[], trailer: string): Buffer => {
  let file = "%PDF-1.4\n";
  const offsets = objects.map((body, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${body}\nendobj\n`;
    return offset;
  });
  const start = file.length;
  const table = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}`;
  file += `trailer\n<< /Size ${objects.length + 1} ${trailer} >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(file, "latin1");
};
