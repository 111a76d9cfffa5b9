import { expect, it } from "vitest";
import { hasVisibleCharacter } from "./visible-text.ts";

it.each([
  ["nothing", ""],
  ["spaces of many kinds", " \t\r\n\u00a0\u2003\u3000\u1680\u2028"],
  ["controls", "\0\u0001\u001b\u007f\u0085\u009f"],
  ["zero-width characters", "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e"],
  ["marks of direction", "\u200e\u200f\u202a\u202e\u2066\u2069\u061c"],
  ["blank fillers", "\u115f\u1160\u3164\uffa0\u2800"],
  ["variation selectors and tags alone", "\ufe0f\u{e0041}\u{e0100}"],
])("finds nothing visible in %s", (_, text) => {
  expect(hasVisibleCharacter(text)).toBe(false);
});

it.each([
  ["a letter among invisible ones", "\u200b\u202ea\u200b"],
  ["a lone combining mark", "\u0301"],
  ["an Arabic number sign, which is of the format category", "\u0600"],
  ["half of a surrogate pair", "\ud83d"],
  ["a character for private use", "\ue000"],
  ["a noncharacter", "\ufffe"],
  ["an emoji with joiners", "👩‍👧"],
  ["Chinese", "。"],
  ["a replacement mark", "\ufffd"],
])("sees %s", (_, text) => {
  expect(hasVisibleCharacter(text)).toBe(true);
});
