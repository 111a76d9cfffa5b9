import { expect, test } from "vitest";
import { passageBlocks } from "./passage-blocks.ts";

test("paragraphs, lists with what continues an item, and tables are told apart", () => {
  const text = [
    "Returns are free: within 30 days; afterwards not.",
    "- Print the label\n  - at home\n  or in a shop\n- Send it",
    "1. First\n2. Second",
    "Plan: Team; Price: 20 €; Seats: 5\nPlan: Solo; Price: 8 €",
  ].join("\n\n");
  expect(passageBlocks(text)).toEqual([
    { kind: "paragraph", text: "Returns are free: within 30 days; afterwards not." },
    {
      kind: "list",
      items: [
        { mark: "-", text: "Print the label", depth: 0 },
        { mark: "-", text: "at home\nor in a shop", depth: 1 },
        { mark: "-", text: "Send it", depth: 0 },
      ],
    },
    {
      kind: "list",
      items: [
        { mark: "1.", text: "First", depth: 0 },
        { mark: "2.", text: "Second", depth: 0 },
      ],
    },
    {
      kind: "table",
      header: ["Plan", "Price", "Seats"],
      rows: [
        ["Team", "20 €", "5"],
        ["Solo", "8 €", ""],
      ],
    },
  ]);
});

test("a table that somebody drew with bars is one, unless its rows are not", () => {
  const drawn = "| Plan | Price |\n|:-----|------:|\n| Team | 20 € |\n| Solo |";
  expect(passageBlocks(drawn)).toEqual([
    {
      kind: "table",
      header: ["Plan", "Price"],
      rows: [
        ["Team", "20 €"],
        ["Solo", ""],
      ],
    },
  ]);
  for (const text of ["| Plan | Price |\n| Team | 20 € |", "| a | b |\n|---|---|\nand so on"]) {
    expect(passageBlocks(text)).toEqual([{ kind: "paragraph", text }]);
  }
});

test.each([
  ["code", "const a = 1;\nreturn a;"],
  ["lines without names", "one; two\nthree; four"],
  ["names that differ", "A: 1; B: 2\nC: 3; D: 4"],
  ["markup", "<script>alert(1)</script>\n<b>x</b>"],
])("%s stays as it is", (_, text) => {
  expect(passageBlocks(text)).toEqual([{ kind: "paragraph", text }]);
});
