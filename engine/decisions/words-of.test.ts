import { expect, it } from "vitest";
import { wordsOf } from "./words-of.ts";

it.each([
  ["", []],
  ["  … !", []],
  ["It takes 2 days [1].", ["It", "takes", "2", "days", "1"]],
  ["don’t, won't 'quoted'", ["don’t", "won't", "quoted"]],
  ["三天内送达 OK", ["三", "天", "内", "送", "达", "OK"]],
  ["e\u0301te\u0301", ["e\u0301te\u0301"]],
])("%j has the words %j", (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});
