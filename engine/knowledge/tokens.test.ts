import { expect, it } from "vitest";
import { runsOf, tokensOf } from "./tokens.ts";

it("stems English words, so that forms of a word are one token", () => {
  expect(tokensOf("Refunding refunds, REFUNDED!")).toEqual(["refund", "refund", "refund"]);
});

it("reads apostrophes, full-width letters and accents as people type them", () => {
  expect(tokensOf("Don't dont don’t")).toEqual(["dont", "dont", "dont"]);
  expect(tokensOf("the shop's ＡＢＣ１２３ café")).toEqual(["the", "shop", "abc123", "cafe"]);
});

it("cuts Chinese into characters and pairs", () => {
  expect(tokensOf("退货政策")).toEqual(["退", "退货", "货", "货政", "政", "政策", "策"]);
});

it("parts scripts that stand together without a space", () => {
  expect(runsOf("2015年订单A123的退款")).toEqual([
    { cjk: false, text: "2015" },
    { cjk: true, text: "年订单" },
    { cjk: false, text: "a123" },
    { cjk: true, text: "的退款" },
  ]);
});

it("keeps characters outside the basic plane whole", () => {
  expect(tokensOf("𠮷野家")).toEqual(["𠮷", "𠮷野", "野", "野家", "家"]);
});

it("shortens runs that are no words, and gives nothing for symbols", () => {
  expect(tokensOf("x".repeat(5000))).toEqual(["x".repeat(64)]);
  expect(tokensOf("  ?! … 👍 ' \u0000 ")).toEqual([]);
});
