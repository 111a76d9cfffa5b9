import { closestWord } from "./closest-word.ts";
import { toolNames } from "./tool-names.ts";
import type { Expectation } from "./policy.ts";

/** Why words are no expectation, in both languages. */
export type NoExpectation = { readonly en: string; readonly zh: string };

/** Reads one expectation of a test, such as `cites "Delivery"` or `不包含“免费”`. */
export const parseExpectation = (text: string): Expectation | NoExpectation => {
  for (const [pattern, make] of forms) {
    const match = pattern.exec(text);
    if (match !== null) return make((match[1] ?? "").trim());
  }
  return unknown(text);
};

const quoted = String.raw`["“「『]([^"”」』]+)["”」』]`;
const form = (words: string) => new RegExp(`^(?:${words})$`, "i");

const called = (tool: string): Expectation | NoExpectation =>
  unknownTool(tool) ?? { kind: "calls", tool };

/** Why a name is no tool's; null when it is one. */
export const unknownTool = (tool: string): NoExpectation | null => {
  if (toolNames.includes(tool)) return null;
  const close = closestWord(tool, toolNames);
  return close === null
    ? {
        en: `There is no tool "${tool}". The tools are ${toolNames.join(", ")}.`,
        zh: `没有工具“${tool}”。可用的工具：${toolNames.join("、")}。`,
      }
    : {
        en: `There is no tool "${tool}". Did you mean "${close}"?`,
        zh: `没有工具“${tool}”。您是想写“${close}”吗？`,
      };
};

const forms: readonly (readonly [RegExp, (value: string) => Expectation | NoExpectation])[] = [
  [
    form("(?:is )?(?:answers?|sends?|auto)(?: by itself| itself)?|自动回答|自动回复|直接回答"),
    () => ({ kind: "answers" }),
  ],
  [form("(?:writes a )?drafts?(?: it)?|起草|写草稿|草稿"), () => ({ kind: "drafts" })],
  [form("hands? (?:it )?over|hand-over|转人工|转给同事"), () => ({ kind: "hands-over" })],
  [form(`(?:cites?|引用)\\s*${quoted}`), (text) => ({ kind: "cites", text })],
  [
    form(
      `(?:(?:does not|doesn't|must not|never) (?:says?|contains?|mentions?)|not contains?|lacks|不(?:包含|说|提到|提))\\s*${quoted}`,
    ),
    (text) => ({ kind: "lacks", text }),
  ],
  [
    form(`(?:says?|contains?|mentions?|包含|说到?|提到)\\s*${quoted}`),
    (text) => ({ kind: "contains", text }),
  ],
  [form(`(?:calls?|uses?)\\s*(?:the tool\\s*)?(?:${quoted})`), called],
  [form(`(?:calls?|uses?)\\s+(?:the tool\\s+)?([a-z][\\w.-]*)`), called],
  [form(`(?:调用|使用)(?:工具)?\\s*${quoted}`), called],
  [
    form("(?:is |writes )?in english|language en|用英文|用英语"),
    () => ({ kind: "language", lang: "en" }),
  ],
  [form("(?:is |writes )?in chinese|language zh|用中文"), () => ({ kind: "language", lang: "zh" })],
  [
    form(String.raw`(?:stays |costs? )?(?:under|below|less than)\s*\$\s*(\d+(?:\.\d+)?)`),
    (usd) => ({ kind: "costs-under", usd: Number(usd) }),
  ],
  [
    form(String.raw`(?:费用)?(?:低于|少于)\s*\$\s*(\d+(?:\.\d+)?)`),
    (usd) => ({ kind: "costs-under", usd: Number(usd) }),
  ],
];

/** What a test may expect, as it is begun, for who writes one. */
export const expectationWords: readonly string[] = [
  "it answers",
  "it drafts",
  "it hands over",
  'cites "',
  'says "',
  'does not say "',
  "calls ",
  'with read_order giving "',
  "in English",
  "in Chinese",
  "costs under $0.01",
  "自动回答",
  "起草",
  "转人工",
  "引用“",
  "包含“",
  "不包含“",
  "调用“",
  "假设 read_order 返回“",
  "用英文",
  "用中文",
  "费用低于 $0.01",
];

const verbs = [
  "answers",
  "drafts",
  "hands over",
  "cites",
  "says",
  "contains",
  "calls",
  "does not say",
  "in English",
  "in Chinese",
];

const unknown = (text: string): NoExpectation => {
  const words = text.replace(/\s*["“「『].*$/s, "").trim();
  const close = closestWord(words, verbs) ?? closestWord(words.split(/\s/)[0] ?? "", verbs);
  const all =
    'answers, drafts, hands over, cites "…", says "…", does not say "…", calls "…", in English, in Chinese, costs under $0.01';
  const short = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return close === null
    ? {
        en: `"${short}" is nothing a test can expect. It can expect: ${all}.`,
        zh: `测试不能期望“${short}”。可以写：自动回答、起草、转人工、引用“…”、包含“…”、不包含“…”、调用“…”、用英文、用中文、费用低于 $0.01。`,
      }
    : {
        en: `"${short}" is nothing a test can expect. Did you mean "${close}"?${/^(?:cites|says|contains|calls|does)/.test(close) ? " Its words stand in quotes." : ""}`,
        zh: `测试不能期望“${short}”。您是想写“${close}”吗？`,
      };
};
