import { expect, it } from "vitest";
import { plainWordsOf } from "./plain-words.ts";
import { runsOf } from "./tokens.ts";

it("leaves every other script to the pattern that knows it", () => {
  expect(plainWordsOf("the café")).toBeNull();
  expect(plainWordsOf("order 退货")).toBeNull();
  expect(plainWordsOf("naïve")).toBeNull();
});

it.each([
  ["the shop's hours", ["the", "shop", "hours"]],
  ["don’t — rock’n’roll", ["dont", "rocknroll"]],
  ["o'1 a'b2", ["o", "1", "ab", "2"]],
  ["'quoted' dogs' s's", ["quoted", "dogs", "s"]],
  ["snake_case v2.0", ["snake", "case", "v2", "0"]],
  ["x".repeat(70), ["x".repeat(64)]],
])("reads %j as the pattern does", (text, words) => {
  expect(plainWordsOf(text)).toEqual(words);
  // A character of another script at the end sends the whole text through the pattern.
  expect(runsOf(`${text} é`).map((run) => run.text)).toEqual([...words, "e"]);
});
