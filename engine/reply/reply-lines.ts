import type { Locale } from "#contract/ids.ts";
import type { HandOverReason } from "../actions/plan-hand-over.ts";
import type { Policy } from "../policy/policy.ts";

/** What a visitor is told when a person is to answer: the policy's words, or the built-in ones. */
export const handOverLine = (
  policy: Policy | null,
  reason: HandOverReason,
  locale: Locale,
): string => policy?.handOver[locale] ?? builtIn[reason === "asked" ? "asked" : "other"][locale];

/** What a visitor is told who is to give an e-mail address. */
export const emailLine = (locale: Locale): string => askedForEmail[locale];

/** What a visitor is told who is to prove an address, shortened or null when it is not known. */
export const proofLine = (locale: Locale, address: string | null): string =>
  locale === "zh"
    ? `我已向${address === null ? "您的邮箱" : ` ${address} `}发送了一个六位验证码。请在下方输入，以确认该邮箱属于您。`
    : `I have sent a six-digit code to ${address ?? "your e-mail address"}. Please enter it below, so that I know the address is yours.`;

/** Whether somebody was told to give one. */
export const isEmailLine = (text: string): boolean =>
  Object.values(askedForEmail).some((line) => line === text);

const askedForEmail = {
  en: "To look this up I need the e-mail address you use with us. Please write it here.",
  zh: "我需要您在我们这里使用的邮箱地址才能查询，请直接回复在这里。",
} as const;

const builtIn = {
  asked: {
    en: "Of course. I am passing you on to a colleague, who will answer here.",
    zh: "好的，我马上为您转接同事，回复会显示在这里。",
  },
  other: {
    en: "I would like a colleague to look at this. They will answer you here.",
    zh: "这个问题我请同事来确认，回复会显示在这里。",
  },
} as const;
