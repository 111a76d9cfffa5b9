import { expect, test } from "vitest";
import { hasVisibleCharacter } from "./has-visible-character.ts";

test.each(["a", " . ", "你好", "👍", "🏳️‍🌈", "0", "é", "ㄱ", "\u200d!"])(
  "%j is a message",
  (text) => {
    expect(hasVisibleCharacter(text)).toBe(true);
  },
);

test.each([
  "",
  " ",
  "\n\t",
  "\u00a0",
  "\u200b",
  "\u200d\ufeff",
  "\u3000",
  "\u2800",
  "\u3164",
  "\u0000",
])("%j is blank", (text) => {
  expect(hasVisibleCharacter(text)).toBe(false);
});
