import type { Locale } from "#contract/ids.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import { readItems } from "../policy/page-item.ts";
import { parseTest } from "../policy/parse-test.ts";
import type { Expectation, ToolMock } from "../policy/policy.ts";

/** A test as its parts, before it is a line of a page. */
export type NewTest = {
  readonly question: string;
  /** What tools say; missing for none. */
  readonly mocks?: readonly ToolMock[];
  readonly expects: readonly Expectation[];
};

/** A test as a line of the page, in a language. Throws ActionRefused `invalid` for what is no test. */
export const writeTest = ({ question, mocks = [], expects }: NewTest, locale: Locale): string => {
  const chinese = locale === "zh";
  const asked = quoted(question.replaceAll(/\s+/g, " ").trim(), locale);
  const parts = [
    ...mocks.map((one) => mockWords(one, locale)),
    ...expects.map((one) => wordsOf(one, locale)),
  ];
  const line = chinese
    ? `- 问${asked}，${parts.join("，")}。`
    : `- Asked ${asked}, ${parts.join(", ")}.`;
  const [item] = readItems([{ line: 1, text: line }]);
  const read = item === undefined ? null : parseTest(item);
  const isWhole =
    read !== null &&
    "question" in read &&
    read.expects.length === expects.length &&
    read.mocks.length === mocks.length;
  if (isWhole) return line;
  const why = read !== null && "en" in read ? read.en : "The words cannot stand in a test.";
  throw new ActionRefused({ kind: "invalid", message: why });
};

/** What a tool says, on one line and in quotes of its own alone. */
const mockWords = ({ tool, says }: ToolMock, locale: Locale): string => {
  const words = says
    .trim()
    .replaceAll(/\s*\n\s*/g, locale === "zh" ? "；" : "; ")
    .replaceAll(/["“”「」『』]/g, "'");
  return locale === "zh"
    ? `假设 ${tool} 返回${quoted(words, locale)}`
    : `with ${tool} giving ${quoted(words, locale)}`;
};

/** An expectation as a page says it. */
const wordsOf = (one: Expectation, locale: Locale): string => {
  const chinese = locale === "zh";
  switch (one.kind) {
    case "answers":
      return chinese ? "自动回答" : "it answers";
    case "drafts":
      return chinese ? "起草" : "it drafts";
    case "hands-over":
      return chinese ? "转人工" : "it hands over";
    case "cites":
      return `${chinese ? "引用" : "cites "}${quoted(one.text, locale)}`;
    case "contains":
      return `${chinese ? "包含" : "says "}${quoted(one.text, locale)}`;
    case "lacks":
      return `${chinese ? "不包含" : "does not say "}${quoted(one.text, locale)}`;
    case "calls":
      return chinese ? `调用“${one.tool}”` : `calls ${one.tool}`;
    case "language":
      if (one.lang === "zh") return chinese ? "用中文" : "in Chinese";
      return chinese ? "用英文" : "in English";
    case "costs-under":
      return `${chinese ? "费用低于 $" : "costs under $"}${one.usd}`;
  }
};

const pairs = {
  en: ['""', "“”", "「」"],
  zh: ["“”", "「」", '""'],
} as const;

/** Words in the first quotes that they do not have themselves. */
const quoted = (words: string, locale: Locale): string => {
  const all = pairs[locale];
  const [open = "", close = ""] = all.find((pair) => none(words, pair)) ?? all[0];
  return `${open}${words.replaceAll(open, "'").replaceAll(close, "'")}${close}`;
};

const none = (words: string, pair: string): boolean =>
  Array.from(pair).every((sign) => !words.includes(sign));
