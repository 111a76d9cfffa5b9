import { expect, it } from "vitest";
import { spansOf, spanText } from "./span-text.ts";

it.each([
  ["", []],
  ["9-17", [{ from: "09:00", to: "17:00" }]],
  [
    " 09:00 – 12:30 , 13:00—24:00 ",
    [
      { from: "09:00", to: "12:30" },
      { from: "13:00", to: "24:00" },
    ],
  ],
  [
    "９：００至１２：００，13:00到18:00",
    [
      { from: "09:00", to: "12:00" },
      { from: "13:00", to: "18:00" },
    ],
  ],
  ["9.30 to 17", [{ from: "09:30", to: "17:00" }]],
  // Left for the server, which says how to write it.
  ["morning", [{ from: "morning", to: "" }]],
])("reads %j", (text, spans) => {
  expect(spansOf(text)).toEqual(spans);
});

it("writes what it reads", () => {
  const text = "09:00-12:00, 13:00-17:30";
  expect(spanText(spansOf(text))).toBe(text);
});
