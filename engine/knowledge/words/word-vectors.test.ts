import { expect, it } from "vitest";
import { tokensOf } from "../tokens.ts";
import { agreementOf, senseOf } from "./word-vectors.ts";

const sense = (text: string) => senseOf(tokensOf(text));
const agree = (a: string, b: string) => agreementOf(sense(a), sense(b));

it("knows texts that mean the same in other words from texts that share words", () => {
  const question = "how long does a refund take";
  expect(agree(question, "when will I get my money back")).toBeGreaterThan(
    agree(question, "how much does a guitar lesson take"),
  );
});

it("reads neighbours together: the same words in another order say something else", () => {
  expect(agree("how do I", "I do how")).toBeLessThan(1);
  expect(agree("how do I", "how do I")).toBeCloseTo(1);
});

it("has none of words it does not know, and of texts too long to be one thought", () => {
  expect(sense("xqzvw qqkrt")).toBeNull();
  expect(sense("退货需要多长时间")).toBeNull();
  expect(sense("the weather is fine today ".repeat(30))).toBeNull();
});
