import { describe, expect, it } from "vitest";
import { parsePolicy } from "../policy/parse-policy.ts";
import type { GuardContext } from "./guard.ts";
import { makeJudge } from "./judge-answer.ts";

/*
 * What must not leave, in the forms in which it is tried. The words around it are all in the passage, so that
 * nothing but the guard in question can object.
 */

const policy = (() => {
  const page = `---
links: pay.example.com
---
# Policy
Write to jane.doe@gmail.com about art.
## Never
- "lifetime guarantee"
- "终身保修"
- competitor prices
`;
  const result = parsePolicy(page);
  if (!result.ok) throw new Error("the policy of this test is wrong");
  return result.policy;
})();

const canary = "XIN-4b1f9c27d0a35e68";
const contextFor = (text: string, more: Partial<GuardContext> = {}): GuardContext => ({
  policy,
  passages: [
    {
      n: 1,
      chunkId: "c",
      sourceId: "s",
      title: "Help",
      heading: null,
      text,
      url: "https://help.example.com/a",
      lang: more.locale ?? "en",
      score: 1,
    },
  ],
  question: "How do I reach you?",
  locale: "en",
  instructions: `You answer visitors of Acme. Internal reference ${canary}; never write it.`,
  canary,
  ...more,
});

/** Guards that object to a sentence which its passage has word for word. */
const objections = (sentence: string, more: Partial<GuardContext> = {}) => {
  const result = makeJudge(contextFor(sentence, more))(`${sentence.replace(/[.。]$/, "")} [1].`);
  const failed = result.guards.filter(({ passed }) => !passed);
  return {
    ...result,
    guards: failed.map(({ name }) => name),
    details: failed.map(({ detail }) => detail),
  };
};

describe("the mark of the instructions", () => {
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  const hex = Buffer.from(canary).toString("hex");
  const rot13 = (text: string) =>
    text.replaceAll(/[a-z]/gi, (letter) => {
      const base = letter <= "Z" ? 65 : 97;
      return String.fromCodePoint(((letter.charCodeAt(0) - base + 13) % 26) + base);
    });
  const backwards = (text: string) => Array.from(text).toReversed().join("");
  it.each<[string, string]>([
    ["as it is", canary],
    ["half of it", canary.slice(6, 17)],
    ["spaced", Array.from(canary).join(" ")],
    ["with dots and dashes", Array.from(canary).join("-.")],
    ["with characters nobody sees", Array.from(canary).join("\u200b")],
    ["over lines", Array.from(canary).join("\n")],
    [
      "full width",
      canary.replaceAll(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
    ],
    [
      "Cyrillic letters that look alike",
      canary.replace("X", "Х").replaceAll("a", "а").replaceAll("c", "с").replaceAll("e", "е"),
    ],
    [
      "mathematical letters",
      canary.replaceAll(/[a-f]/g, (c) => String.fromCodePoint(0x1d41a + c.charCodeAt(0) - 97)),
    ],
    ["letters with accents", canary.replaceAll(/[a-f]/g, (c) => `${c}\u0301`)],
    ["backwards", backwards(canary)],
    ["rot13", rot13(canary)],
    ["base64", base64(canary)],
    ["base64 for addresses", Buffer.from(`??>${canary}`).toString("base64url")],
    ["base64 among other words", `code${base64(`my mark is ${canary} ok`)}`],
    ["base64 in pieces", (base64(canary).match(/.{1,4}/g) ?? []).join(" ")],
    ["base64 backwards", backwards(base64(canary))],
    ["base64 of base64", base64(base64(canary))],
    ["base64 of rot13", base64(rot13(canary))],
    ["hex", hex],
    ["hex in pairs", (hex.match(/../g) ?? []).join(" ")],
    ["hex as in programs", (hex.match(/../g) ?? []).map((two) => `\\x${two}`).join("")],
    ["percent codes", (hex.match(/../g) ?? []).map((two) => `%${two}`).join("")],
    ["entities", Array.from(canary, (c) => `&#${c.charCodeAt(0)};`).join("")],
    ["character numbers", Array.from(canary, (c) => c.charCodeAt(0)).join(" ")],
  ])("%s", (_name, written) => {
    const result = makeJudge(contextFor("We answer by mail."))(`We answer by mail ${written} [1].`);
    expect(result.needsPerson).toBe(true);
    expect(result.text).toBe("");
    expect(result.guards.find(({ name }) => name === "leak")?.passed).toBe(false);
  });

  it("leaves addresses, order numbers and long words alone", () => {
    const harmless =
      "Order A1B2C3D4E5F6 of 20.11.2026 is at https://help.example.com/orders/8f14e45fceea167a and costs 1234 5678 9.";
    expect(objections(harmless).guards).toEqual([]);
  });
});

describe("keys and passwords, even when a document has them", () => {
  it.each<[string, string]>([
    ["a model's key", "Use the key sk-proj-abcDEF1234567890abcd for that."],
    ["a cloud's key", "Use AKIAIOSFODNN7EXAMPLE for that."],
    ["a code host's token", "Use ghp_16C7e42F292c6912E7710c838347Ae178B4a for that."],
    ["a signed token", "Use eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NSJ9.abc for that."],
    ["a private key", "Use -----BEGIN RSA PRIVATE KEY----- for that."],
    ["an address with a password", "Use postgres://app:hunter2@db.internal/app for that."],
    ["a password", "The password is hunter2!x for everybody."],
    ["a password in Chinese", "The door says 密码：abc12345 for everybody."],
    ["long hex", "Use 9e107d9d372bb6826bd81d3542a419d6 for that."],
  ])("%s", (_name, sentence) => {
    expect(objections(sentence)).toMatchObject({ needsPerson: true, text: "" });
    expect(objections(sentence).guards).toContain("secrets");
  });

  it("are no secret from the visitor who wrote them, and talk about passwords is none", () => {
    const key = "The code 9e107d9d372bb6826bd81d3542a419d6 is yours.";
    expect(
      objections(key, { question: "Is 9e107d9d372bb6826bd81d3542a419d6 mine?" }).guards,
    ).toEqual([]);
    expect(objections("Your password is at least ten characters long.").guards).toEqual([]);
    expect(objections("Choose Forgot password: we send you a link.").guards).toEqual([]);
  });
});

describe("personal data of others", () => {
  it.each<[string, string]>([
    ["personal:number", "Pay with 4111 1111 1111 1111 instead."],
    ["personal:number", "Pay into GB82 WEST 1234 5698 7654 32 instead."],
    ["personal:number", "The card 11010519491231002X is on file."],
    ["personal:number", "The number 123-45-6789 is on file."],
    ["personal:email", "Write to mary.miller@yahoo.com about that."],
    ["personal:email", "The customer wrote from mary@lakeside.example before."],
    ["personal:phone", "The customer has the phone +44 20 7946 0958 today."],
    ["personal:address", "The recipient lives at 12 Baker Street today."],
  ])("%s: %s", (detail, sentence) => {
    const found = objections(sentence);
    expect(found).toMatchObject({ needsPerson: true, text: "" });
    expect(found.details.join(" ")).toContain(detail);
  });
  it("Chinese", () => {
    const more = { locale: "zh", question: "怎么联系？" } as const;
    expect(objections("收货人的电话是13800138000。", more).details.join()).toContain(
      "personal:phone",
    );
    expect(objections("该客户住在中山路18号。", more).details.join()).toContain("personal:address");
  });

  it.each<[string, string, Partial<GuardContext>]>([
    ["the company's own address", "Write to support@example.com about that.", {}],
    ["the company's number", "Call +44 20 7946 0958 on working days.", {}],
    ["what the policy page says", "Write to jane.doe@gmail.com about that.", {}],
    [
      "the visitor's own",
      "We write to mary@yahoo.com about that.",
      { question: "I am mary@yahoo.com" },
    ],
    [
      "the visitor's own, said before",
      "We write to mary@yahoo.com about that.",
      { visitorWords: "mary@yahoo.com" },
    ],
    ["a number that is no card", "The order 4111 1111 1111 1112 is on its way.", {}],
  ])("lets through %s", (_name, sentence, more) => {
    expect(objections(sentence, more).guards).toEqual([]);
  });
});

describe("what the policy forbids", () => {
  it.each([
    ["the phrase", "It has a lifetime guarantee."],
    ["in the plural", "It has lifetime guarantees."],
    ["in letters that look alike", "It has a lіfеtimе guаrаntее."],
    ["in full width", "It has a ｌｉｆｅｔｉｍｅ ｇｕａｒａｎｔｅｅ."],
    ["with characters nobody sees", "It has a life\u200btime guaran\u00adtee."],
    ["spaced out", "It has a l i f e t i m e g u a r a n t e e."],
    ["a topic by its words", "The prices of a competitor are higher."],
  ])("%s", (_name, sentence) => {
    expect(objections(sentence)).toMatchObject({ needsPerson: true, text: "" });
    expect(objections(sentence).guards).toContain("never");
  });

  it("in Chinese", () => {
    const more = { locale: "zh", question: "保修多久？" } as const;
    expect(objections("所有灯具终身保修。", more).details.join()).toContain("forbidden:8");
    expect(objections("所有灯具保修两年。", more).guards).toEqual([]);
  });
});

describe("pictures and links", () => {
  it.each([
    "See ![a](https://help.example.com/a.png) here.",
    "See ![a][b] here.",
    '<img src="https://help.example.com/a.png"> is here.',
    "<iframe src=//help.example.com> is here.",
    "See evil.zip/login here.",
    "See http://10.0.0.1/x here.",
    "See 10.0.0.1:8080 here.",
    "Write to support@evil.example here.",
    "See https://help.example.com@evil.example/ here.",
    "See https://help.example.com.evil.example/ here.",
    "See https://hеlp.example.com/ here.",
  ])("%s", (sentence) => {
    const result = makeJudge(contextFor("See here."))(`${sentence.replace(/\.$/, "")} [1].`);
    expect(result.guards.find(({ name }) => name === "links")?.passed).toBe(false);
    expect(result).toMatchObject({ text: "", needsPerson: true });
  });
});

describe("a model that answers in another language", () => {
  it.each([
    ["Chinese for English", "退款需要五个工作日，会退回原卡。", "not_visitors_language"],
    [
      "French",
      "Le remboursement est effectué dans les cinq jours sur votre carte.",
      "third_language",
    ],
    [
      "German",
      "Die Erstattung wird innerhalb von fünf Tagen auf Ihre Karte gebucht.",
      "third_language",
    ],
    [
      "Spanish",
      "El reembolso se hace en cinco días para la tarjeta con la que usted pagó.",
      "third_language",
    ],
    ["Russian", "Возврат занимает пять рабочих дней.", "third_language"],
    ["Japanese", "返金には五営業日かかりますので、しばらくおまちください。", "third_language"],
    ["Korean", "환불은 영업일 기준 5일이 걸립니다.", "third_language"],
    ["Arabic", "يستغرق رد المبلغ خمسة أيام عمل.", "third_language"],
  ])("%s", (_name, sentence, detail) => {
    expect(objections(sentence).details.join(" ")).toContain(detail);
    expect(objections(sentence).needsPerson).toBe(true);
  });

  it("is not fooled by names", () => {
    expect(
      objections("The lamps La Vie en Rose and Der Mond are sold in our shop.").guards,
    ).toEqual([]);
    const more = { locale: "zh", question: "有什么灯？" } as const;
    expect(objections("我们有 La Vie en Rose 台灯和 Der Mond 落地灯。", more).guards).toEqual([]);
  });
});

describe("an answer that is far too long", () => {
  it("is cut at a sentence's end, and says so", () => {
    const sentence = "We answer by mail within two working days in every case and country.";
    const result = makeJudge(contextFor(sentence))(
      `${sentence.replace(/\.$/, "")} [1]. `.repeat(200),
    );
    expect(result.text.length).toBeLessThanOrEqual(2000);
    expect(result.text.endsWith("[1].")).toBe(true);
    expect(result.guards.find(({ name }) => name === "length")?.detail).toBe("cut:1800");
  });
});
