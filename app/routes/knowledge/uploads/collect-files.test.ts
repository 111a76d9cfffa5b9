import { expect, test } from "vitest";
import { checkFile } from "./check-file.ts";
import { filesOfDrop } from "./collect-files.ts";

type Tree = { readonly [name: string]: string | Tree };

/** What a browser hands out for a dropped folder: at most a hundred entries at a time. */
const entryOf = (name: string, content: string | Tree): FileSystemEntry => {
  if (typeof content === "string") {
    const file = (ok: (file: File) => void) => ok(new File([content], name));
    return { isFile: true, isDirectory: false, name, file } as unknown as FileSystemEntry;
  }
  const createReader = () => {
    const rest = Object.entries(content).map(([inner, of]) => entryOf(inner, of));
    return { readEntries: (ok: (some: FileSystemEntry[]) => void) => ok(rest.splice(0, 100)) };
  };
  return { isFile: false, isDirectory: true, name, createReader } as unknown as FileSystemEntry;
};

const dropped = (tree: Tree): DataTransfer => {
  const items = Object.entries(tree).map(([name, content]) => ({
    kind: "file",
    webkitGetAsEntry: () => entryOf(name, content),
  }));
  return { items, files: [] } as unknown as DataTransfer;
};

test("a dropped folder gives every file of it, also beyond a hundred, and nothing hidden", async () => {
  const many = Object.fromEntries(Array.from({ length: 230 }, (_, i) => [`p${i}.md`, "x"]));
  const found = await filesOfDrop(
    dropped({
      "single.md": "x",
      docs: { many, ".DS_Store": "x", ".git": { config: "x" }, __MACOSX: { "a.md": "x" } },
    }),
  );
  expect(found).toHaveLength(231);
  expect(found[0]).toMatchObject({ folder: "", file: { name: "single.md" } });
  expect(found.at(-1)).toMatchObject({ folder: "docs/many/", file: { name: "p229.md" } });
});

test.each([
  ["Guide.MD", 10, null],
  ["README", 10, null],
  ["film.mp4", 10, "unsupported"],
  ["empty.md", 0, "empty"],
  ["large.pdf", 101, "too_large"],
  ["just-right.pdf", 100, null],
  ["many.zip", 101, null],
  ["too-many.zip", 201, "too_large"],
] as const)("%s of %d bytes", (name, size, why) => {
  expect(checkFile({ name, size }, { file: 100, zip: 200 })).toBe(why);
});
