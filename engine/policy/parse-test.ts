import { maskQuotes } from "./condition.ts";
import type { PageItem } from "./page-item.ts";
import { parseExpectation } from "./parse-expectation.ts";
import { parseMock } from "./parse-mock.ts";
import type { Expectation, PolicyTest, ToolMock } from "./policy.ts";
import type { PolicyProblem } from "./policy-problem.ts";

/** Most times a test may be asked in one run. */
const maxTimes = 20;

/**
 * Reads one item of the Tests section: a question in quotes, what tools say where they are not to be called, and
 * what is expected of the answer.
 * `Asked "How long is delivery?", it answers, cites "Delivery", says "two days", 3 times, 80% pass`,
 * `问“多久送到？”，自动回答，引用“配送”，包含“两天”，3 次，通过率 80%`.
 */
export const parseTest = (item: PageItem): PolicyTest | PolicyProblem => {
  const { text } = item;
  const opening = /^(?:(?:when\s+)?asked?\s+|(?:当)?(?:被问到?|问到?|询问)\s*)(?=["“「『])/i.exec(
    text,
  );
  if (opening === null) return { ...item.place(0), ...noQuestion };
  const quote = quotePattern.exec(text.slice(opening[0].length));
  const question = quote?.[0].slice(1, -1).trim() ?? "";
  if (quote === null || question === "" || question.length > 1000) {
    return { ...item.place(opening[0].length), ...noQuestion };
  }
  const expects: Expectation[] = [];
  const mocks: ToolMock[] = [];
  let times = 1;
  let passRate = 1;
  for (const part of partsOf(text, opening[0].length + quote[0].length)) {
    const count = /^(\d{1,4})\s*(?:times|time|次)$/i.exec(part.text);
    const rate = /^(?:(\d{1,3})\s*%\s*(?:must\s+)?pass|通过率\s*(\d{1,3})\s*[%％])$/i.exec(
      part.text,
    );
    if (count !== null) {
      times = Number(count[1]);
      if (times < 1 || times > maxTimes) return { ...item.place(part.offset), ...badTimes };
    } else if (rate !== null) {
      passRate = Number(rate[1] ?? rate[2]) / 100;
      if (passRate <= 0 || passRate > 1) return { ...item.place(part.offset), ...badRate };
    } else {
      const mock = parseMock(part.text);
      if (mock !== null && "en" in mock) return { ...item.place(part.offset), ...mock };
      if (mock !== null) {
        mocks.push(mock);
        continue;
      }
      const expectation = parseExpectation(part.text);
      if ("en" in expectation) return { ...item.place(part.offset), ...expectation };
      expects.push(expectation);
    }
  }
  if (expects.length === 0) return { ...item.place(text.length), ...noExpectation };
  return { line: item.place(0).line, text, question, mocks, expects, times, passRate };
};

const quotePattern = /^(?:"[^"]*"|“[^”]*”|「[^」]*」|『[^』]*』)/;

/** What stands between commas, semicolons and "and", quotes left alone, without what only links. */
const partsOf = (text: string, from: number) => {
  const masked = maskQuotes(text);
  const parts: { readonly text: string; readonly offset: number }[] = [];
  let start = from;
  const separators = /[,，;；、。:：]|\.(?=\s*$)|\band\b|并且|而且|且|\(|\)|（|）|$/gi;
  separators.lastIndex = from;
  for (const match of masked.slice(0, masked.length).matchAll(separators)) {
    if (match.index < start) continue;
    const raw = text.slice(start, match.index);
    const lead =
      /^\s*(?:(?:then|it|that|the answer|expect|应该?|时|则|就)\s*)*/i.exec(raw)?.[0] ?? "";
    const words = raw.slice(lead.length).trimEnd();
    if (words !== "") parts.push({ text: words, offset: start + lead.length });
    start = match.index + match[0].length;
  }
  return parts;
};

const noQuestion = {
  en: 'A test starts with a question in quotes: - Asked "How long is delivery?", it answers, cites "Delivery".',
  zh: "测试以引号中的问题开头：- 问“多久送到？”，自动回答，引用“配送”。",
};
const noExpectation = {
  en: 'The test does not say what to expect. Go on with: , it answers, cites "Delivery", says "two days".',
  zh: "测试没有写期望的结果。请接着写：，自动回答，引用“配送”，包含“两天”。",
};
const badTimes = {
  en: `A test is asked 1 to ${maxTimes} times.`,
  zh: `一个测试可以问 1 到 ${maxTimes} 次。`,
};
const badRate = {
  en: "The share that must pass is between 1% and 100%.",
  zh: "通过率在 1% 到 100% 之间。",
};
