import { expect, it } from "vitest";
import { makeDocx } from "../../../tests/support/make-docx.ts";
import { makeZip } from "../../../tests/support/make-zip.ts";
import { extract } from "./extract.ts";

const read = (content: Buffer, filename = "manual.docx") =>
  extract({ filename, mime: null, title: null, content });

it("reads headings, paragraphs and tables of a Word document, whatever it is called", async () => {
  const docx = makeDocx([
    { text: "保修条款", style: "Heading1" },
    { text: "How long it lasts", style: "Heading2" },
    { text: "Two years from the day of purchase <b>." },
    {
      table: [
        ["Part", "Years"],
        ["Frame", "10"],
        ["Zip", "2"],
      ],
    },
  ]);
  for (const filename of ["manual.docx", "manual.txt"]) {
    const { title, chunks } = await read(docx, filename);
    expect(title).toBe("保修条款");
    expect(chunks).toMatchObject([
      {
        heading: "How long it lasts",
        text: "Two years from the day of purchase <b>.\n\nPart: Frame; Years: 10\nPart: Zip; Years: 2",
      },
    ]);
  }
});

const oldFormat = Buffer.from("d0cf11e0a1b11ae1", "hex");

it.each([
  ["broken", makeDocx([{ text: "words" }]).subarray(0, 400)],
  [
    "encrypted",
    Buffer.concat([oldFormat, Buffer.alloc(504), Buffer.from("EncryptedPackage", "utf16le")]),
  ],
  ["unsupported", Buffer.concat([oldFormat, Buffer.alloc(504)])],
  ["unsupported", makeZip([{ name: "xl/workbook.xml", content: Buffer.from("<x/>") }])],
  ["archive", makeZip([{ name: "a.md", content: Buffer.from("# A") }])],
  ["broken", Buffer.from("Just words that somebody renamed.")],
  ["empty", makeDocx([{ text: " " }])],
  [
    "broken",
    makeZip([{ name: "word/document.xml", content: Buffer.from("<w:document><unclosed") }]),
  ],
  [
    "unpacks_too_large",
    makeZip([
      { name: "word/document.xml", content: Buffer.from("<x/>") },
      { name: "word/media.xml", content: Buffer.alloc(30_000_000) },
    ]),
  ],
])("says %s of one that cannot be read", async (reason, content) => {
  await expect(
    read(content).catch((error: unknown) => ({ reason: reasonOf(error) })),
  ).resolves.toEqual({
    reason,
  });
});

/** A parser that trips is "broken" to people, as in the thread. */
const reasonOf = (error: unknown): unknown =>
  error instanceof Error && "reason" in error ? error.reason : "broken";
