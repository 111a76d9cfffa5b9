import { describe, expect, it } from "vitest";
import { saysTheSame } from "./says-the-same.ts";

const draft =
  "A refund takes five working days after we receive the parcel [1]. The money goes back to the card you paid with [1].";
const chinese = "所有灯具保修两年 [1]。保修期内请提供订单号，我们会免费维修 [1]。";

describe("a draft goes out as it was", () => {
  it.each([
    ["untouched", draft],
    [
      "with other white space and punctuation",
      ` ${draft.replaceAll(" [1]", "").replace(". The", " -\n\nthe")} `,
    ],
    ["with a greeting", `Hi Anna,\n\n${draft}`],
    ["with thanks before it", `Hello Anna! Thanks for writing. ${draft}`],
    ["with a sign-off", `${draft}\n\nHope this helps!\nBest regards,\nMaya`],
    ["with a typo mended", draft.replace("parcel", "parcels")],
  ])("%s", (_name, sent) => {
    expect(saysTheSame(draft, sent)).toBe(true);
  });

  it.each([
    ["untouched", chinese],
    ["with a greeting", `您好，${chinese}`],
    ["with thanks after it", `${chinese}祝您生活愉快！`],
  ])("in Chinese %s", (_name, sent) => {
    expect(saysTheSame(chinese, sent)).toBe(true);
  });
});

describe("a draft was edited", () => {
  it.each([
    ["with another number", draft.replace("five", "seven")],
    ["with a number added", draft.replace("working days", "to 7 working days")],
    ["turned round", draft.replace("The money goes", "The money never goes")],
    ["with a condition", draft.replace("takes", "takes, for sale items,")],
    ["with a fact in the sign-off", `${draft}\nThanks to the sale it takes 9 days.`],
    ["with a link", `${draft} See https://help.example.com/refunds`],
    ["cut to half", draft.slice(0, 60)],
    ["into nothing but a greeting", "Hello Anna!"],
    ["into other words", "Let me look that up for you."],
  ])("%s", (_name, sent) => {
    expect(saysTheSame(draft, sent)).toBe(false);
  });

  it.each([
    ["with another number", chinese.replace("两年", "三年")],
    ["turned round", chinese.replace("会免费", "不会免费")],
    ["with a condition", chinese.replace("所有灯具", "所有新购买的灯具")],
  ])("in Chinese %s", (_name, sent) => {
    expect(saysTheSame(chinese, sent)).toBe(false);
  });

  it("in a short text by any word", () => {
    expect(saysTheSame("Yes, it does.", "Yes, it did.")).toBe(false);
  });
});

it("takes long texts without effort", () => {
  const long = "word ".repeat(4000);
  expect(saysTheSame(long, `${long}more`)).toBe(true);
  expect(saysTheSame(long, long.replaceAll("word", "ward"))).toBe(false);
});
