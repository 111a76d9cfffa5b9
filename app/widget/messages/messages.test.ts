import { expect, test } from "vitest";
import { messages as en } from "./en.ts";
import { messages as zh } from "./zh.ts";

test("every text exists in both languages and differs", () => {
  expect(Object.keys(zh)).toEqual(Object.keys(en));
  const shown = (texts: typeof en) =>
    Object.values(texts).map((text) => (typeof text === "string" ? text : text.toString()));
  for (const [index, text] of shown(zh).entries()) expect(text).not.toBe(shown(en)[index]);
});

test("counts are worded for one and for many", () => {
  expect([en.newMessages(1), en.newMessages(2)]).toEqual(["1 new message", "2 new messages"]);
  expect(en.offlineWaiting(1)).not.toBe(en.offlineWaiting(2).replace("2", "1"));
});
