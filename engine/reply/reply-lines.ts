import type { Locale } from "#contract/ids.ts";
import type { HandOverReason } from "../actions/plan-hand-over.ts";
import type { Policy } from "../policy/policy.ts";

/** What a visitor is told when a person is to answer: the policy's words, or the built-in ones. */
export const handOverLine = (
  policy: Policy | null,
  reason: HandOverReason,
  locale: Locale,
): string => policy?.handOver[locale] ?? builtIn[reason === "asked" ? "asked" : "other"][locale];

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
