import type { Condition, Term } from "./policy.ts";
import { contentWords, tokens } from "./words.ts";

/**
 * Reads the words of a condition or of a Never item.
 *
 * Phrases in quotes must stand in the text as written (plural and tense do not matter). Several are
 * alternatives; those joined by "and" must all be there. Without quotes the alternatives are what
 * "or" and commas part, and each needs all its words, in any order.
 * Answers null when nothing is left to look for.
 */
export const parseCondition = (text: string): Condition | null => {
  const anyOf = (hasQuotes(text) ? quoted(text) : unquoted(text)).filter(
    (alternative) => alternative.length > 0,
  );
  return anyOf.length === 0 ? null : { anyOf };
};

/** Whether a text meets a condition. */
export const meets = (condition: Condition, text: string): boolean => {
  const inOrder = tokens(text);
  const words = new Set(contentWords(text));
  return condition.anyOf.some((terms) =>
    terms.every((term) =>
      term.kind === "phrase"
        ? containsRun(inOrder, term.tokens)
        : term.tokens.every((word) => words.has(word)),
    ),
  );
};

/** The same text with everything inside quotes hidden, so that patterns cannot match there. Length is kept. */
export const maskQuotes = (text: string): string =>
  text.replace(quotePattern, (whole) => "\u0000".repeat(whole.length));

const quotePattern = /"[^"]*"|“[^”]*”|「[^」]*」|『[^』]*』/g;
const hasQuotes = (text: string) => text.search(quotePattern) >= 0;
const both = /\band\b|并且|同时|和|且/i;

const quoted = (text: string): Term[][] => {
  const alternatives: Term[][] = [];
  let end = 0;
  for (const match of text.matchAll(quotePattern)) {
    const term: Term = { kind: "phrase", tokens: tokens(match[0].slice(1, -1)) };
    const between = text.slice(end, match.index);
    end = match.index + match[0].length;
    if (term.tokens.length === 0) continue;
    const last = alternatives.at(-1);
    if (last !== undefined && both.test(between)) last.push(term);
    else alternatives.push([term]);
  }
  return alternatives;
};

const unquoted = (text: string): Term[][] =>
  text
    .replace(leadIn, "")
    .split(/,|，|、|;|；|\bor\b|或者|或/i)
    .map((part) => Array.from(new Set(contentWords(part.replace(leadIn, "")))))
    .filter((words) => words.length > 0)
    .map((words) => [{ kind: "words", tokens: words }]);

/** "someone asks about", "the customer mentions", "客户问到", "有人提到": says who writes, not what. */
const leadIn =
  /^\s*(?:(?:someone|somebody|anyone|people|they|(?:a|the)\s+(?:visitor|customer|client|user|message|question))\s+(?:asks?|mentions?|says?|writes?|wants?|talks?|complains?|contains?|is)\s*(?:about|for|to|of|with|that)?\s+|(?:有人|客户|访客|顾客|用户|对方|消息里?|问题)?\s*(?:问到|问起|问|询问|提到|提及|说到|说|想要|要求|涉及|包含|出现)(?:了|关于)?)/i;

const containsRun = (words: readonly string[], run: readonly string[]) =>
  words.some((_, start) => run.every((word, index) => words[start + index] === word));
