import { expect, test } from "vitest";
import { piecesOf } from "./pieces-of.ts";

test.each([
  ["", []],
  ["abcdef", ["abc", "def"]],
  ["abcdefg", ["abc", "def", "g"]],
  // The emoji are two units each: the first would be cut by the third place.
  ["ab😀c😀", ["ab", "😀c", "😀"]],
])("%j in pieces of three units", (text, pieces) => {
  expect(piecesOf(text, 3)).toEqual(pieces);
});
