import { describe, expect, it } from "vitest";
import { claimOf, hasAmount } from "./claim.ts";

const amounts = (text: string) =>
  claimOf(text).amounts.map(({ number, unit }) => (unit === null ? number : `${number} ${unit}`));

describe("the amounts of a claim", () => {
  it.each([
    ["It takes ten working days.", ["10 day"]],
    ["It takes 10 to 15 business days.", ["10 day", "15 day"]],
    ["A parcel costs £24.95 or 1,000 yen.", ["24.95 gbp", "1000"]],
    ["大约需要十五个工作日，费用 6 英镑。", ["15 day", "6 gbp"]],
    ["两周内退款，运费 12元。", ["2 week", "12 cny"]],
    ["Open 9:30, up to 20% off, version 2.1.3", ["9:30", "20 percent", "2.1.3"]],
    ["No one has one of them.", []],
    ["统一处理，一个都不能少", []],
  ])("of %s", (text, expected) => expect(amounts(text)).toEqual(expected));

  it("hold for what they count alone, in either language", () => {
    const { amounts: known } = claimOf("Returns are free within 30 days and cost £5 later.");
    const supports = (text: string) =>
      claimOf(text).amounts.every((amount) => hasAmount(known, amount));
    expect(supports("三十天内免费")).toBe(true);
    expect(supports("within 30 days")).toBe(true);
    expect(supports("within 30 weeks")).toBe(false);
    expect(supports("for $5")).toBe(false);
  });
});

it.each([
  ["You cannot return it.", true],
  ["You can't return it.", true],
  ["不能退货", true],
  ["Tents are sent without poles.", true],
  ["Not only tents are repaired, no later than Monday.", false],
  ["不锈钢炉具免费维修，不超过三天", false],
])("knows whether %s denies", (text, negative) => expect(claimOf(text).negative).toBe(negative));

it("names what stands in the middle of a sentence, and Latin words in Chinese", () => {
  expect(claimOf("Send it with Royal Mail. You get an e-mail.").names).toEqual(["royal", "mail"]);
  expect(claimOf("请用 PayPal 或 iOS 付款").names).toEqual(["paypal", "ios"]);
});
