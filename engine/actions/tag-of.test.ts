import { expect, it } from "vitest";
import { tagOf } from "./tag-of.ts";

it("makes one tag of two spellings that look the same", () => {
  expect(tagOf("  Refund \n Request ")).toBe("refund request");
  expect(tagOf("CAFE\u0301")).toBe("caf\u00e9");
  expect(tagOf("\u202erefund\u202c")).toBe("refund");
  expect(tagOf("退款")).toBe("退款");
});

it("refuses what shows nothing, and what is too long", () => {
  for (const words of ["", "  \n", "\u200b\u200d", "x".repeat(41), "😀".repeat(21)]) {
    expect(() => tagOf(words)).toThrow(expect.objectContaining({ kind: "invalid" }));
  }
  expect(tagOf("😀".repeat(20))).toBe("😀".repeat(20));
});
