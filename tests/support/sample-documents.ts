import { makeDocx } from "./make-docx.ts";
import { makePdf } from "./make-pdf.ts";
import { makeZip } from "./make-zip.ts";

/** A document with what must become of it. */
export type SampleDocument = {
  readonly filename: string;
  readonly bytes: Buffer;
  /** `live`, or the reason why it fails. */
  readonly ends: string;
  /** A word that only this document has, when it is live. */
  readonly word: string;
};

type Kind = (n: number) => Omit<SampleDocument, "word">;

/** So many small documents of every kind, good and damaged in turn, each with a word of its own. */
export const sampleDocuments = (count: number): readonly SampleDocument[] =>
  Array.from({ length: count }, (_, n) => {
    const kind = kinds[n % kinds.length] ?? ((m: number) => live(`${m}.txt`, sentence(m)));
    return { ...kind(n), word: wordOf(n) };
  });

/** Letters only, and nothing a stemmer would shorten. */
const wordOf = (n: number): string =>
  `zx${[...n.toString(26)].map((digit) => String.fromCodePoint(97 + Number.parseInt(digit, 26))).join("")}qk`;

const sentence = (n: number): string => `The ${wordOf(n)} is kept in drawer number ${n}.`;

const kinds: readonly Kind[] = [
  (n) => live(`${n}.md`, `# Guide ${n}\n\n${sentence(n)}\n\n## More\n\n- one\n- two ${n}`),
  (n) => live(`${n}.html`, `<html><body><h1>Page ${n}</h1><p>${sentence(n)}</p></body></html>`),
  (n) => live(`${n}.txt`, sentence(n)),
  (n) => fails(`${n}.pdf`, "encrypted", makePdf([[{ text: `s${n}` }]], { locked: true })),
  (n) => live(`${n}.pdf`, makePdf([[{ text: sentence(n) }], [{ text: `Page two of ${n}.` }]])),
  (n) =>
    live(
      `${n}.docx`,
      makeDocx([{ text: `Manual ${n}`, style: "Heading1" }, { text: sentence(n) }]),
    ),
  (n) =>
    fails(`${n}.docx`, "broken", makeDocx([{ text: sentence(n) }]).subarray(0, 300 + (n % 50))),
  (n) =>
    live(`${n}.csv`, `Question,Answer\nWhere is ${n}?,${sentence(n)}\nAnd then?,Ask at desk ${n}.`),
  (n) =>
    fails(
      `${n}.csv`,
      "csv_quote",
      `Question,Answer\nWhere is ${n}?,${sentence(n)}\nAnd then?,"It is open`,
    ),
  (n) => live(`${n}.txt`, Buffer.from(`\ufeff${sentence(n)} 退货政策。`, "utf16le")),
  (n) => fails(`${n}.html`, "empty", `<html><body><script>let n = ${n}</script></body></html>`),
  (n) => fails(`${n}.md`, "unsupported", Buffer.from(`\u0089PNG\r\n\u001a\n${n}`, "latin1")),
  (n) => fails(`${n}.pdf`, "no_text", makePdf([[], []], { title: `Scan ${n}` })),
  (n) =>
    fails(
      `${n}.xlsx`,
      "unsupported",
      makeZip([{ name: "xl/workbook.xml", content: Buffer.from(`<x n="${n}"/>`) }]),
    ),
  (n) => live(`${n}.pdf.txt`, makePdf([[{ text: sentence(n) }]])),
];

const live = (filename: string, content: string | Buffer) => fails(filename, "live", content);

const fails = (filename: string, ends: string, content: string | Buffer) => ({
  filename,
  ends,
  bytes: Buffer.from(content),
});
