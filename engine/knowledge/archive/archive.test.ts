import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { makeZip } from "../../../tests/support/make-zip.ts";
import { cleanPath } from "./clean-path.ts";
import { openArchive } from "./open-archive.ts";

const words = Buffer.from("Words of a document. ".repeat(20));
const one = (claims: object, content: Buffer = words) =>
  makeZip([{ name: "a.md", content, claims }]);

const readFirst = async (bytes: Buffer) => {
  const archive = openArchive(bytes);
  return archive.read(archive.entries[0]!);
};

describe("an archive", () => {
  it("gives back what is in it, with names in UTF-8 or GBK", async () => {
    const gbk = Buffer.from("cdcbbbf52e6d64", "hex");
    const archive = openArchive(
      makeZip([
        { name: "文件/a.md", content: words },
        { name: gbk, content: Buffer.from("b") },
        { name: "folder/", content: Buffer.alloc(0) },
      ]),
    );
    expect(archive.entries.map(({ name }) => name)).toEqual(["文件/a.md", "退货.md"]);
    expect(await archive.read(archive.entries[0]!)).toEqual(words);
  });

  it.each([
    ["broken", Buffer.from("PK\u0003\u0004 and so on, long enough for an end")],
    ["broken", one({}).subarray(0, -30)],
    ["broken", one({ crc: 1 })],
    ["broken", one({ unpackedBytes: words.length + 1 })],
    ["encrypted", one({ flags: 1 })],
    // Says it is small and is not, and says it is enormous.
    ["unpacks_too_large", one({ unpackedBytes: 10 })],
    ["unpacks_too_large", one({ unpackedBytes: 0xffff_0000 })],
    ["unpacks_too_large", one({}, Buffer.alloc(20_000_000))],
  ])("that is %s says so", async (reason, bytes) => {
    await expect(readFirst(bytes)).rejects.toMatchObject({ reason });
  });

  it("with too many files is refused before any is read", () => {
    const files = Array.from({ length: 1001 }, (_, n) => ({
      name: `${n}.md`,
      content: Buffer.from("x"),
    }));
    expect(() => openArchive(makeZip(files))).toThrowError(
      expect.objectContaining({ reason: "too_many_files" }),
    );
  });

  it("whose files lie over one another is refused", () => {
    const noise = randomBytes(5000);
    const honest = makeZip([{ name: "a.md", content: noise }]);
    const start = honest.indexOf("PK\u0001\u0002");
    const list = honest.subarray(start, -22);
    const end = Buffer.from(honest.subarray(-22));
    // The same bytes, listed three times.
    end.writeUInt16LE(3, 10);
    const overlapping = Buffer.concat([honest.subarray(0, start), list, list, list, end]);
    expect(() => openArchive(overlapping)).toThrowError(
      expect.objectContaining({ reason: "broken" }),
    );
  });
});

it.each([
  ["../../etc/passwd.md", "etc/passwd.md"],
  ["C:\\docs\\a.md", "docs/a.md"],
  ["/a//./b.md", "a/b.md"],
  ["a\u0000b\u202e.md", "ab.md"],
  ["__MACOSX/a.md", null],
  [".git/config", null],
  ["..", null],
])("the path %j is read as %j", (name, expected) => {
  expect(cleanPath(name)).toBe(expected);
});
