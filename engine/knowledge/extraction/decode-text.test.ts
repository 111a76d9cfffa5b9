import { expect, it } from "vitest";
import { decodeText } from "./decode-text.ts";

const chinese = "退货政策：七天内可以申请退货，运费由买家承担。";

it("reads UTF-8 with and without a mark, and UTF-16", () => {
  expect(decodeText(Buffer.from(chinese))).toBe(chinese);
  expect(decodeText(Buffer.from(`\ufeff${chinese}`))).toBe(chinese);
  expect(decodeText(Buffer.from(`\ufeff${chinese}`, "utf16le"))).toBe(chinese);
  expect(decodeText(Buffer.from(`\ufeff${chinese}`, "utf16le").swap16())).toBe(chinese);
});

it("reads GB18030, which nothing in the file announces", () => {
  const bytes = Buffer.from("cdcbbbf5d5feb2dfa3bac6dfccecc4dabfc9d2d4c9eac7ebcdcbbbf5a1a3", "hex");
  expect(decodeText(bytes)).toBe("退货政策：七天内可以申请退货。");
});

it("reads Big5, and UTF-16 without a mark", () => {
  const big5 = Buffer.from(
    "b068b366ac46b5a6a147a443a4d1a4baa569a548a5d3bdd0b068b366a141b942b64fa5d1b652ae61a9d3bee1a143",
    "hex",
  );
  expect(decodeText(big5)).toBe("退貨政策：七天內可以申請退貨，運費由買家承擔。");
  for (const words of [chinese.repeat(3), "Plain words.\nMore of them.", `${chinese} in 7 days`]) {
    expect(decodeText(Buffer.from(words, "utf16le"))).toBe(words);
    expect(decodeText(Buffer.from(words, "utf16le").swap16())).toBe(words);
  }
});

it("reads Western European text, and what a page declares", () => {
  expect(decodeText(Buffer.from("Caf\u00e9 cr\u00e8me, s'il vous pla\u00eet", "latin1"))).toBe(
    "Café crème, s'il vous plaît",
  );
  expect(decodeText(Buffer.from([0xcf, 0xf0, 0xe8]), "windows-1251")).toBe("При");
});

it("forgives UTF-8 a damaged place", () => {
  const text = "A sentence of many words. ".repeat(200);
  const damaged = Buffer.concat([
    Buffer.from(text),
    Buffer.from([0xe4, 0xbd]),
    Buffer.from("End."),
  ]);
  expect(decodeText(damaged)).toBe(`${text}End.`);
});

it("gives text that can be stored", () => {
  expect(decodeText(Buffer.from("a\r\nb\rc\u0000d\u200be"))).toBe("a\nb\ncde");
});
