import { describe, expect, it } from "vitest";
import { isWithinDistance } from "./is-within-distance.ts";

/** The whole table, by the book. */
const distance = (a: string, b: string): number => {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [row, letter] of Array.from(a).entries()) {
    const line = [row + 1];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = above[column - 1]! + (letter === b[column - 1] ? 0 : 1);
      line.push(Math.min(replaced, above[column]! + 1, line[column - 1]! + 1));
    }
    above = line;
  }
  return above[b.length]!;
};

describe("the distance of two texts", () => {
  it("is the same as over the whole table", () => {
    const texts = ["", "a", "ab", "ba", "abc", "kitten", "sitting", "sittings", "aaaa", "abab"];
    for (const a of texts) {
      for (const b of texts) {
        for (const most of [0, 1, 2, 3, 4]) {
          expect(isWithinDistance(a, b, most), `${a} ${b} ${most}`).toBe(distance(a, b) <= most);
        }
      }
    }
  });
});
