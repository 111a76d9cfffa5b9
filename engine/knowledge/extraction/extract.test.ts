import { describe, expect, it } from "vitest";
import { makePdf } from "../../../tests/support/make-pdf.ts";
import { extract } from "./extract.ts";
import { widthOf } from "./width.ts";

const read = (filename: string, content: string | Buffer, title: string | null = null) =>
  extract({ filename, mime: null, title, content: Buffer.from(content) });

describe("Markdown", () => {
  const article = `---
title: "Refunds at Tarnmoor"
---
# Refunds

You can ask for a [refund](https://shop.example/refunds) within **30 days**.
It takes a week.

## How to ask {#ask}

1. Open your order
2. Click *Return*
   - keep the box
   - print the label

## Fees & prices

| Plan | Price |
| ---- | ----- |
| Team | 20 €  |
| Pro  | 40 €  |

### Notes

> Prices include VAT.

\`\`\`
curl https://api.example/v1
\`\`\`

## Fees & prices

Once more ![a lamp](lamp.png) below.
`;

  it("is cut at its headings, with the path, the fragment and plain text", async () => {
    const { title, lang, chunks } = await read("refunds.md", article);
    expect({ title, lang }).toEqual({ title: "Refunds at Tarnmoor", lang: "en" });
    expect(chunks.map(({ heading, anchor, text }) => [heading, anchor, text])).toEqual([
      ["Refunds", "refunds", "You can ask for a refund within 30 days. It takes a week."],
      [
        "Refunds › How to ask",
        "ask",
        "1. Open your order\n2. Click Return\n  - keep the box\n  - print the label",
      ],
      [
        "Refunds › Fees & prices",
        "fees--prices",
        "Plan: Team; Price: 20 €\nPlan: Pro; Price: 40 €",
      ],
      [
        "Refunds › Fees & prices › Notes",
        "notes",
        "Prices include VAT.\n\ncurl https://api.example/v1",
      ],
      ["Refunds › Fees & prices", "fees--prices-1", "Once more a lamp below."],
    ]);
  });

  it("takes a title that was given before its own", async () => {
    expect((await read("refunds.md", article, "Money back")).title).toBe("Money back");
    expect((await read("how_to-pay.md", "Just pay.")).title).toBe("how to pay");
  });

  it("joins lines of Chinese without spaces, and knows the language", async () => {
    const { title, lang, chunks } = await read(
      "a.md",
      "# 退货政策\n\n收到商品后七天内\n可以申请退货退款。\n\n## 运费\n\n由买家承担。",
    );
    expect({ title, lang }).toEqual({ title: "退货政策", lang: "zh" });
    expect(chunks.map(({ heading, anchor, text }) => [heading, anchor, text])).toEqual([
      ["", null, "收到商品后七天内可以申请退货退款。"],
      ["运费", "运费", "由买家承担。"],
    ]);
  });

  it("keeps passages short, cutting between sentences, items and rows, and loses nothing", async () => {
    const sentences = Array.from({ length: 200 }, (_, n) => `Sentence number ${n} says a thing.`);
    const rows = Array.from({ length: 200 }, (_, n) => `| part ${n} | ${n} € |`);
    const chinese = Array.from({ length: 200 }, (_, n) => `第${n}句话说了一件事情。`);
    const source = `# Long\n\n${sentences.join(" ")}\n\n| Name | Price |\n|---|---|\n${rows.join("\n")}\n\n${chinese.join("")}\n\n${"x".repeat(9000)}`;
    const { chunks } = await read("long.md", source);
    expect(Math.max(...chunks.map(({ text }) => widthOf(text)))).toBeLessThanOrEqual(1600);
    const all = chunks.map(({ text }) => text).join("\n");
    for (const sentence of [...sentences, ...chinese]) expect(all).toContain(sentence);
    expect(all.match(/Name: part \d+; Price: \d+ €/g)).toHaveLength(200);
    expect(all.match(/x/g)!.length).toBeGreaterThanOrEqual(9000);
  });
});

describe("a web page", () => {
  const page = `<!doctype html><html><head><title>Shipping | Shop</title></head><body>
    <nav><a href="/">Home</a> <a href="/jobs">Careers at our shop</a></nav>
    <main><article><h1>Shipping</h1>
    <p>We ship to all of Europe from our store in Lyon, and most parcels arrive within four working days, sometimes even earlier than that.</p>
    <h2 id="costs">What does it cost?</h2>
    <table><thead><tr><th>Country</th><th>Price</th></tr></thead>
      <tbody><tr><td>France</td><td>4 €</td></tr><tr><td>Spain</td><td>6 €</td></tr></tbody></table>
    <h2>Returns</h2><ul><li>Within 30 days</li><li>Unused</li></ul>
    <script>document.write("injected")</script></article></main>
    <footer>All rights reserved by the shop</footer></body></html>`;

  it("gives its article, tables and ids of headings, and leaves menus and scripts out", async () => {
    const { title, chunks } = await read("page.html", page);
    expect(title).toBe("Shipping");
    expect(chunks.map(({ heading, anchor, text }) => [heading, anchor, text])).toEqual([
      ["", null, expect.stringMatching(/^We ship to all of Europe/)],
      ["What does it cost?", "costs", "Country: France; Price: 4 €\nCountry: Spain; Price: 6 €"],
      ["Returns", "returns", "- Within 30 days\n- Unused"],
    ]);
    expect(JSON.stringify(chunks)).not.toMatch(/injected|rights reserved|Careers/);
  });

  it("is read whole when it is short and has no article", async () => {
    const { chunks } = await read("x.html", "<html><body><p>Open from 9 to 5.</p></body></html>");
    expect(chunks.map(({ text }) => text)).toEqual(["Open from 9 to 5."]);
  });
});

describe("PDF", () => {
  it("gives paragraphs, headings by size, and the page of each passage", async () => {
    const { title, chunks } = await read(
      "guide.pdf",
      makePdf(
        [
          [
            { text: "User guide", size: 24 },
            { text: "This guide tells how to use the lamp. It is a long" },
            { text: "sentence that goes on and is bro-" },
            { text: "ken in the middle." },
          ],
          [{ text: "Cleaning", size: 16 }, { text: "Use a dry cloth." }],
        ],
        { title: "Lamp guide" },
      ),
    );
    expect(title).toBe("Lamp guide");
    expect(chunks.map(({ heading, page, anchor, text }) => [heading, page, anchor, text])).toEqual([
      [
        "User guide",
        1,
        null,
        "This guide tells how to use the lamp. It is a long sentence that goes on and is broken in the middle.",
      ],
      ["User guide › Cleaning", 2, null, "Use a dry cloth."],
    ]);
  });

  it("leaves out what stands at the edge of every page", async () => {
    const pages = Array.from({ length: 6 }, (_, n) => [
      { text: "Tarnmoor lamps - manual" },
      { text: "" },
      { text: `Step ${"one two three four five six".split(" ")[n]}: turn the screw.` },
      { text: "" },
      { text: `Page ${n + 1} of 6` },
    ]);
    const { chunks } = await read("manual.pdf", makePdf(pages));
    const all = chunks.map(({ text }) => text).join("\n");
    expect(all).toContain("Step four: turn the screw.");
    expect(all).not.toMatch(/manual|Page \d/);
  });
});

it("reads questions in plain text as headings of their answers", async () => {
  const { chunks } = await read(
    "faq.txt",
    "How do I reset my password?\n\nClick the link on the sign-in page.\n\nWhere is my order?\n\nLook into your mail.",
  );
  expect(chunks.map(({ heading, text }) => [heading, text])).toEqual([
    ["How do I reset my password?", "Click the link on the sign-in page."],
    ["Where is my order?", "Look into your mail."],
  ]);
});

describe("links", () => {
  const linksOf = async (filename: string, content: string) =>
    (await read(filename, content)).chunks.map(({ text, links }) => [text, links]);

  it("are kept beside the passage that has their words, and their addresses are no words of it", async () => {
    const markdown = `# Returns

Fill in the [return form](https://shop.example/return "Form"), or [write
to us](mailto:help@shop.example). See [the rules][rules] and <https://shop.example/plain>.

## More

- [Delivery](../delivery.md#days) takes two days
- [Run](javascript:alert(1)), [hide](https://good.example@evil.example/), [top](#returns) and [ ](/empty)

[rules]: https://shop.example/rules
`;
    expect(await linksOf("a.md", markdown)).toEqual([
      [
        "Fill in the return form, or write to us. See the rules and https://shop.example/plain.",
        [
          { text: "return form", url: "https://shop.example/return" },
          { text: "write to us", url: "mailto:help@shop.example" },
          { text: "the rules", url: "https://shop.example/rules" },
        ],
      ],
      [
        "- Delivery takes two days\n- Run, hide, top and",
        [{ text: "Delivery", url: "../delivery.md#days" }],
      ],
    ]);
  });

  it("are kept in tables and lists of pages and in the answers of a FAQ", async () => {
    const row = (n: number) =>
      `<tr><td>Plan ${n}</td><td><a href="https://shop.example/${n}">Buy ${n}</a></td></tr>`;
    const page = `<html><body><h1>Plans</h1><table><tr><th>Name</th><th>Order</th></tr>${row(1)}${row(2)}</table></body></html>`;
    expect(await linksOf("a.html", page)).toEqual([
      [
        "Name: Plan 1; Order: Buy 1\nName: Plan 2; Order: Buy 2",
        [
          { text: "Buy 1", url: "https://shop.example/1" },
          { text: "Buy 2", url: "https://shop.example/2" },
        ],
      ],
    ]);
    const csv = `question,answer
How?,"<p>By <a href=""https://shop.example/a"">one form</a>.</p>"
Where?,"<p>On <a href=""https://shop.example/b"">that page</a>.</p>"
`;
    expect(await linksOf("faq.csv", csv)).toEqual([
      ["By one form.", [{ text: "one form", url: "https://shop.example/a" }]],
      ["On that page.", [{ text: "that page", url: "https://shop.example/b" }]],
    ]);
  });

  it("of headings go with the first passage below, and signs that link to a heading are none", async () => {
    const markdown = `# [Returns](https://shop.example/returns)

## [Parcels](https://shop.example/parcels) {#parcels}

Send it back.

## Empty [list](https://shop.example/list)

## Money [¶](https://shop.example/#money)

Wait a [week](https://shop.example/week).
`;
    const { title, chunks } = await read("a.md", markdown);
    expect(title).toBe("Returns");
    expect(chunks.map(({ heading, anchor, links }) => [heading, anchor, links])).toEqual([
      [
        "Parcels",
        "parcels",
        [
          { text: "Returns", url: "https://shop.example/returns" },
          { text: "Parcels", url: "https://shop.example/parcels" },
        ],
      ],
      ["Money ¶", "money", [{ text: "week", url: "https://shop.example/week" }]],
    ]);
  });

  it("of a PDF are those of its pages, with the words they lie on", async () => {
    const pdf = makePdf([
      [
        { text: "Returns", size: 20, links: [{ url: "https://shop.example/", from: 0, to: 1 }] },
        {
          text: "Fill in the return form, or write to the shop.",
          links: [
            { url: "https://shop.example/form", from: 0.24, to: 0.5 },
            { url: "javascript:alert(1)", from: 0.6, to: 0.7 },
            { url: "mailto:help@shop.example", from: 0.7, to: 1.05 },
          ],
        },
      ],
    ]);
    const { chunks } = await read("a.pdf", pdf);
    expect(chunks).toMatchObject([
      {
        heading: "Returns",
        text: "Fill in the return form, or write to the shop.",
        links: [
          { text: "Returns", url: "https://shop.example/" },
          { text: "return form,", url: "https://shop.example/form" },
          { text: "to the shop.", url: "mailto:help@shop.example" },
        ],
      },
    ]);
  });

  it("land each in the passage that got their words, and marks of the document's own are dropped", async () => {
    const paragraphs = Array.from(
      { length: 60 },
      (_, n) =>
        `${"A sentence about lamps. ".repeat(12)}Read [page ${n}](https://shop.example/${n}).`,
    );
    const { chunks } = await read("long.md", `\u{e000}\u{f0000}${paragraphs.join("\n\n")}`);
    expect(chunks.length).toBeGreaterThan(10);
    const all = chunks.flatMap(({ text, links = [] }) =>
      links.filter((link) => text.includes(link.text)).map(({ url }) => url),
    );
    expect(all).toEqual(paragraphs.map((_, n) => `https://shop.example/${n}`));
    expect(
      chunks.filter(({ text }) => /[\u{e000}\u{e001}\u{f0000}-\u{ffffd}]/u.test(text)),
    ).toEqual([]);
  });
});
