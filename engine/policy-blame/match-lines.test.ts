import { array, assert, constantFrom, property } from "fast-check";
import { expect, it } from "vitest";
import { matchLines } from "./match-lines.ts";

const match = (before: string, after: string) => [
  ...matchLines(before.split("|"), after.split("|")),
];

it("finds lines that stayed, and leaves new ones out", () => {
  expect(match("a|b|c", "a|x|b|c")).toEqual([0, -1, 1, 2]);
  expect(match("a|b|c", "a|c")).toEqual([0, 2]);
  expect(match("a|b", "a|B")).toEqual([0, -1]);
});

it("finds a block that moved, with the blank lines in it", () => {
  expect(match("# A|one||two|# B|three", "# B|three|# A|one||two")).toEqual([4, 5, 0, 1, 2, 3]);
});

it("counts neither indentation nor the number of an item", () => {
  expect(match("1. kind|2. brief", "1. brief|  2. kind")).toEqual([1, 0]);
});

it("tells lines that repeat apart by what stands around them", () => {
  expect(match("# A|- yes|# B|- yes", "# A|- no|- yes|# B|- yes")).toEqual([0, -1, 1, 2, 3]);
});

it("gives each line to one, whatever the pages, and every line of the same page to itself", () => {
  const lines = array(constantFrom("", "a", "b", "c", " d", "1. e"), { maxLength: 30 });
  assert(
    property(lines, lines, (before, after) => {
      const pairs = [...matchLines(before, after)].flatMap((from, to) =>
        from < 0 ? [] : [{ from, to }],
      );
      expect(new Set(pairs.map(({ from }) => from)).size).toBe(pairs.length);
      for (const { from, to } of pairs) {
        const bare = (line: string | undefined) => line?.trim().replace(/^\d\. /, "");
        expect(bare(before[from])).toBe(bare(after[to]));
      }
      expect([...matchLines(after, after)]).toHaveLength(after.length);
      expect([...matchLines(after, after)]).not.toContain(-1);
    }),
  );
});
