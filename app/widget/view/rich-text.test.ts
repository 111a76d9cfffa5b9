import { describe, expect, test } from "vitest";
import { answerBlocks, plainBlocks, safeUrl } from "./rich-text.ts";

const links = (text: string) =>
  plainBlocks(text).flatMap((block) =>
    (block.kind === "paragraph" ? block.lines : block.items)
      .flat()
      .flatMap((piece) => (piece.kind === "link" ? [piece.text] : [])),
  );
const cited = new Set([1, 2]);

describe("links", () => {
  test.each([
    ["see https://a.example/x.", ["https://a.example/x"]],
    ["(https://a.example/x)", ["https://a.example/x"]],
    ["https://a.example/x_(y)", ["https://a.example/x_(y)"]],
    ["请看https://a.example/帐篷。谢谢", ["https://a.example/帐篷"]],
    [
      "HTTP://A.EXAMPLE and https://b.example?q=1#z",
      ["HTTP://A.EXAMPLE", "https://b.example?q=1#z"],
    ],
    ["https://good.example@evil.example/", []],
    ["javascript:alert(1) data:text/html,x ftp://a.example //a.example www.a.example", []],
    ["https://", []],
  ])("%j", (text, expected) => {
    expect(links(text)).toEqual(expected);
  });

  test("only web addresses may be opened", () => {
    expect(safeUrl("https://a.example/x y")).toBe("https://a.example/x%20y");
    for (const url of [
      "javascript:alert(1)",
      "data:text/html,x",
      "blob:https://a.example/1",
      "/x",
      "",
      "https://u:p@a.example",
    ]) {
      expect(safeUrl(url)).toBeNull();
    }
  });

  test("no character of a text is lost", () => {
    const text = "a **b** [1] <img src=x onerror=alert(1)> https://x.example, & `c`\n\n- d";
    const shown = plainBlocks(text).flatMap((block) =>
      block.kind === "paragraph"
        ? block.lines.map((line) =>
            line.map((piece) => ("text" in piece ? piece.text : "")).join(""),
          )
        : [],
    );
    expect(shown.join("\n")).toBe(text);
  });
});

describe("answers", () => {
  test("citations become chips only when there is a source for them", () => {
    expect(answerBlocks("Yes [1]. Also [7].", cited)).toEqual([
      {
        kind: "paragraph",
        lines: [
          [
            { kind: "text", text: "Yes " },
            { kind: "citation", n: 1 },
            { kind: "text", text: ". Also " },
            { kind: "text", text: "[7]" },
            { kind: "text", text: "." },
          ],
        ],
      },
    ]);
  });

  test("paragraphs, lists and bold", () => {
    const kinds = answerBlocks(
      "Do this:\n\n1. Open **it**\n2. Close it\n\n- a\n- b\n\nDone.\nReally.",
      cited,
    ).map((block) =>
      block.kind === "list"
        ? [block.kind, block.ordered, block.items.length]
        : [block.kind, block.lines.length],
    );
    expect(kinds).toEqual([
      ["paragraph", 1],
      ["list", true, 2],
      ["list", false, 2],
      ["paragraph", 2],
    ]);
  });

  test("code between back ticks is kept as it is", () => {
    expect(answerBlocks("Run `npm ci [1]` now `", cited)).toEqual([
      {
        kind: "paragraph",
        lines: [
          [
            { kind: "text", text: "Run " },
            { kind: "code", text: "npm ci [1]" },
            { kind: "text", text: " now `" },
          ],
        ],
      },
    ]);
  });

  test("HTML stays text", () => {
    expect(answerBlocks("<b>x</b>", cited)).toEqual([
      { kind: "paragraph", lines: [[{ kind: "text", text: "<b>x</b>" }]] },
    ]);
  });
});
