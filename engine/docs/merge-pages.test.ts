import { expect, it } from "vitest";
import { mergePages } from "./merge-pages.ts";

const base = "one\ntwo\nthree\nfour\nfive\n";

it("takes what the other changed where the page is as it was", () => {
  const saved = base.replace("two", "2").replace("five\n", "five\nsix\n");
  expect(mergePages(base, base, saved)).toEqual({ text: saved, conflicts: [] });
});

it("keeps what was written beside it", () => {
  const page = base.replace("one", "1").replace("three\n", "");
  const saved = base.replace("five", "5");
  expect(mergePages(base, page, saved)).toEqual({ text: "1\ntwo\nfour\n5\n", conflicts: [] });
});

it("takes the same change once", () => {
  const both = base.replace("three", "3");
  expect(mergePages(base, both, both)).toEqual({ text: both, conflicts: [] });
});

it("keeps the page's own lines where both changed them, and says what the other would have", () => {
  const page = base.replace("three", "drei");
  const { text, conflicts } = mergePages(base, page, base.replace("three", "trois"));
  expect(text).toBe(page);
  expect(conflicts).toEqual([{ from: 8, to: 13, proposed: "trois\n" }]);
  expect(text.slice(8, 13)).toBe("drei\n");
});

it("sees a conflict where one took lines out that the other changed, and where both added", () => {
  const gone = base.replace("three\n", "");
  expect(mergePages(base, gone, base.replace("three", "3")).conflicts).toEqual([
    { from: 8, to: 8, proposed: "3\n" },
  ]);
  expect(mergePages(base, `${base}six\n`, `${base}sechs\n`)).toEqual({
    text: `${base}six\n`,
    conflicts: [{ from: base.length, to: base.length + 4, proposed: "sechs\n" }],
  });
});

it("merges pages whose last line has no end, and empty ones", () => {
  expect(mergePages("a\nb", "A\nb", "a\nb\nc").text).toBe("A\nb");
  expect(mergePages("", "", "x")).toEqual({ text: "x", conflicts: [] });
  expect(mergePages("x", "x", "")).toEqual({ text: "", conflicts: [] });
});
