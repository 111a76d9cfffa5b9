import { describe, expect, it } from "vitest";
import { extract } from "./extract.ts";

const read = (csv: string, filename = "faq.csv") =>
  extract({ filename, mime: null, title: null, content: Buffer.from(csv) });

const passages = async (csv: string) =>
  (await read(csv)).chunks.map(({ heading, text, anchor }) => [heading, text, anchor]);

describe("a list of questions and answers", () => {
  const wanted = [
    ["How do I pay?", "By card or invoice.", "row-2"],
    ["Where is my parcel?", "See your account, under Orders.", "row-3"],
  ];

  it.each([
    [
      "named",
      `Question,Answer\nHow do I pay?,By card or invoice.\nWhere is my parcel?,"See your account, under Orders."\n`,
    ],
    [
      "the other way round",
      `Answer,id,Question\nBy card or invoice.,1,How do I pay?\n"See your account, under Orders.",2,Where is my parcel?`,
    ],
    [
      "with semicolons and a mark",
      `\ufeffQuestion;Answer\r\nHow do I pay?;By card or invoice.\r\nWhere is my parcel?;See your account, under Orders.\r\n`,
    ],
    [
      "by its shape",
      `Topic A,Notes\nHow do I pay?,By card or invoice.\nWhere is my parcel?,"See your account, under Orders."\n`,
    ],
  ])("is read when it is %s", async (_, csv) => {
    expect(await passages(csv)).toEqual(wanted);
  });

  it("is read in Chinese, also as GBK, with its marks", async () => {
    const csv = "问题,答案\n如何付款？,可以刷卡或转账。\n包裹在哪里？,请在订单中查看。\n";
    expect(await passages(csv)).toEqual([
      ["如何付款？", "可以刷卡或转账。", "row-2"],
      ["包裹在哪里？", "请在订单中查看。", "row-3"],
    ]);
  });

  it("keeps answers of several paragraphs and of HTML", async () => {
    const csv = `question,answer\nOne?,"First.\n\nSecond."\nTwo?,"<p>Use <b>Save</b>.</p><ul><li>Then close</li></ul>"\n`;
    expect(await passages(csv)).toEqual([
      ["One?", "First.\n\nSecond.", "row-2"],
      ["Two?", "Use Save.\n\n- Then close", "row-3"],
    ]);
  });
});

it("any other table keeps the names of its columns with each row", async () => {
  const { chunks } = await read("Plan,Price,Seats\nTeam,20,5\nFirm,90,50\n");
  expect(chunks.map(({ text }) => text)).toEqual([
    "Plan: Team; Price: 20; Seats: 5\nPlan: Firm; Price: 90; Seats: 50",
  ]);
});

describe("broken quotes", () => {
  const good = Array.from({ length: 116 }, (_, n) => `How do I do ${n}?,Press button ${n}.`);

  it("name the row, and what stands before it is kept", async () => {
    const csv = ["Question,Answer", ...good, `Why not?,"It never ends`, ...good].join("\n");
    const { chunks, failure } = await read(csv);
    expect(chunks).toHaveLength(116);
    expect(failure).toMatchObject({ reason: "csv_quote", at: 118 });
  });

  it("are found where they are when a later quote would end them", async () => {
    const csv = ["Question,Answer", `Why not?,"It never ends`, `How?,"So"`, ...good].join("\n");
    await expect(read(csv)).rejects.toMatchObject({ reason: "csv_quote", at: 2 });
  });

  it("are forgiven where they are inches", async () => {
    const csv = `Question,Answer\nHow wide is it?,It is 12" wide.\nHow deep is it?,About 3".\n`;
    const { chunks, failure } = await read(csv);
    expect(failure).toBeNull();
    expect(chunks.map(({ text }) => text)).toEqual([`It is 12" wide.`, `About 3".`]);
  });
});
