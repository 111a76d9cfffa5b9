import { parse } from "csv-parse/sync";
import { expect, it } from "vitest";
import { csvCell } from "./csv-cell.ts";

it.each([
  "=cmd|' /C calc'!A0",
  "+1+1",
  "-2+3",
  "@SUM(A1:A9)",
  "\t=1",
  "\r=1",
  "\n=1",
  " =1",
  "\uFEFF=1",
  "＝1",
  "－1",
  "＠SUM(A1)",
])("%j is no formula any more, and its words stay", (text) => {
  const [[cell = ""] = []] = parse(`${csvCell(text)}\n`);
  expect(cell).toBe(`'${text}`);
});

it.each(["plain", 'with "quotes", and commas', "two\nlines", "1 + 1 = 2", "价格，多少？", ""])(
  "%j comes back as it was",
  (text) => {
    const rows = parse(`${csvCell(text)},end\n`);
    expect(rows).toEqual([[text, "end"]]);
  },
);

it("keeps numbers, and leaves out what there is not", () => {
  expect([csvCell(-0.5), csvCell(true), csvCell(null)]).toEqual(["-0.5", "true", ""]);
});
