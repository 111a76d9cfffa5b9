import { maskQuotes, parseCondition } from "./condition.ts";
import type { PageItem } from "./page-item.ts";
import type { PolicyRule } from "./policy.ts";
import type { PolicyProblem } from "./policy-problem.ts";

/**
 * Reads one item of the Rules section:
 * `When <condition>, then hand over[: words for the visitor]`, `When <condition>, then answer: <words>`,
 * `当<条件>时，转人工[：给访客的话]`, `当<条件>时，回答：<内容>`.
 */
export const parseRule = (item: PageItem): PolicyRule | PolicyProblem => {
  const { text } = item;
  const masked = maskQuotes(text);
  const opening = /^(?:when(?:ever)?\b|if\b|当|如果|若)\s*/i.exec(masked);
  if (opening === null) return { ...item.place(0), ...noWhen };

  const chinese = /^[当如若]/.test(masked);
  const turn = (chinese ? chineseTurn : englishTurn).exec(masked);
  if (turn === null) return { ...item.place(text.length), ...noThen(chinese) };

  const when = parseCondition(text.slice(opening[0].length, turn.index));
  if (when === null) return { ...item.place(opening[0].length), ...noCondition };

  const outcomeAt = turn.index + turn[0].length;
  const act = text.slice(outcomeAt);
  const line = item.place(0).line;
  const handOver = handOverPattern.exec(act);
  if (handOver !== null) {
    const say = withoutQuotes(handOver[1] ?? "");
    return { line, text, when, outcome: { kind: "hand-over", say: say === "" ? null : say } };
  }
  const answer = answerPattern.exec(act);
  if (answer === null) return { ...item.place(outcomeAt), ...unknownOutcome(act) };
  const words = withoutQuotes(answer[1] ?? "");
  if (words === "") return { ...item.place(text.length), ...noAnswer };
  return { line, text, when, outcome: { kind: "answer", text: words } };
};

const handOverWords =
  "(?:hand(?:\\s+(?:it|them|this))?\\s+(?:over|off)(?:\\s+to\\s+(?:a\\s+)?(?:person|people|colleague|human))?|" +
  "pass(?:\\s+it)?\\s+(?:on\\s+)?to\\s+(?:a\\s+)?(?:person|people|colleague|human)|" +
  "转(?:接|给|交)?(?:人工|同事|客服)|交给(?:人工|同事|客服))";
const answerWords = "(?:answer|reply|say|回答|回复)";

/** Where the condition ends and the outcome begins. */
const englishTurn = new RegExp(
  `\\s*[,，]?\\s*\\bthen\\b\\s*[,，:：]?\\s*|\\s*[,，:：]\\s*(?=${handOverWords}|${answerWords}\\b)`,
  "i",
);
const chineseTurn = new RegExp(
  `\\s*(?:的时候|时候|时)?\\s*[,，]?\\s*(?:就|则|请|那么)?\\s*(?=${handOverWords}|${answerWords})|\\s*(?:的时候|时)\\s*[,，]\\s*(?:就|则|请)?`,
);
const handOverPattern = new RegExp(`^${handOverWords}\\s*(?:[.。]\\s*$|[:：,，]\\s*(.*)$|$)`, "is");
const answerPattern = new RegExp(`^${answerWords}(?:\\s+with)?\\s*[:：]?\\s*(.*)$`, "is");

const withoutQuotes = (text: string) => {
  const trimmed = text.trim();
  return /^(?:"[^"]*"|“[^”]*”|「[^」]*」)$/.test(trimmed) ? trimmed.slice(1, -1).trim() : trimmed;
};

const noWhen = {
  en: 'A rule starts with "When": - When someone mentions "court", then hand over.',
  zh: "规则以“当”开头：- 当客户提到“法院”时，转人工。",
};
const noThen = (chinese: boolean) => ({
  en: `The rule does not say what to do. ${chinese ? "End it with 时，转人工 or 时，回答：…" : 'Go on with ", then hand over." or ", then answer: …".'}`,
  zh: "规则没有写怎么做。请在后面写“时，转人工”或“时，回答：……”。",
});
const noCondition = {
  en: 'The rule has no words to look for. Put them in quotes: When someone mentions "court", then hand over.',
  zh: "规则没有要查找的词。请用引号写出：当客户提到“法院”时，转人工。",
};
const unknownOutcome = (outcome: string) => ({
  en: `"${shortened(outcome)}" is nothing a rule can do. Write "hand over" or "answer: …".`,
  zh: `规则不能做“${shortened(outcome)}”。请写“转人工”或“回答：……”。`,
});
const noAnswer = {
  en: "The rule has no answer. Write it after the colon: then answer: We open at nine.",
  zh: "规则没有回答内容。请写在冒号后面：回答：我们九点开门。",
};
const shortened = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
