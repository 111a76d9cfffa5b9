import { expect, test } from "vitest";
import { matchingReplies, type QuickReply, slashBefore } from "./matching-replies.ts";

const reply = (name: string, lang: QuickReply["lang"] = null, text = "Words"): QuickReply => ({
  name,
  lang,
  text,
});
const names = (replies: readonly QuickReply[]) => replies.map(({ name }) => name);

test.each([
  ["/", 1, { start: 0, name: "" }],
  ["Hello /th", 9, { start: 6, name: "th" }],
  ["Hello\n/感谢", 9, { start: 6, name: "感谢" }],
  ["/thanks you", 4, { start: 0, name: "tha" }],
  ["and/or", 6, null],
  ["/thanks you", 11, null],
  ["https://tarnmoor", 16, null],
  ["", 0, null],
])("before the caret of %j stands %o", (text, caret, found) => {
  expect(slashBefore(text, caret)).toEqual(found);
});

test("names that begin with it come first, then the visitor's language, then words", () => {
  const replies = [
    reply("wait", "zh"),
    reply("wait", "en"),
    reply("thanks", null, "Thank you for waiting"),
    reply("hours"),
  ];
  const found = matchingReplies(replies, "WAIT", "en");
  expect(found.map(({ name, lang }) => [name, lang])).toEqual([
    ["wait", "en"],
    ["wait", "zh"],
    ["thanks", null],
  ]);
  expect(names(matchingReplies(replies, "", "zh"))).toEqual(["wait", "thanks", "hours", "wait"]);
  expect(matchingReplies(replies, "refund", "en")).toEqual([]);
});
