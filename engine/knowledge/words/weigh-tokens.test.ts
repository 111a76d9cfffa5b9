import { expect, it } from "vitest";
import { runsOf } from "../tokens.ts";
import { weighTokens } from "./weigh-tokens.ts";

const weigh = (question: string) => weighTokens(runsOf(question));

it("counts words of the dictionary in full, their characters and the pairs between them half", () => {
  const weights = weigh("手机号码");
  expect(weights.get("手机")).toBe(1);
  expect(weights.get("号码")).toBe(1);
  expect(weights.get("机号")).toBe(0.5);
  expect(weights.get("手")).toBe(0.5);
});

it("counts a character in full where it is a word of its own anywhere in the question", () => {
  expect(weigh("号码").get("码")).toBe(0.5);
  expect(weigh("码，号码").get("码")).toBe(1);
});

it("gives every token of the index a weight, also of characters the dictionary does not have", () => {
  const weights = weigh("\u{20000}\u{20001}退货 tents");
  expect([...weights]).toEqual([
    ["\u{20000}", 1],
    ["\u{20000}\u{20001}", 0.5],
    ["\u{20001}", 1],
    ["\u{20001}退", 0.5],
    ["退", 0.5],
    ["退货", 1],
    ["货", 0.5],
    ["tent", 1],
  ]);
});
