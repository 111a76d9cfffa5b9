import { meets } from "../policy/condition.ts";
import type { NeverItem } from "../policy/policy.ts";
import type { Fault, GuardBasis } from "./guard.ts";
import { withoutCitations } from "./passage.ts";
import { plainLetters } from "./plain-letters.ts";

/**
 * What the policy says is never to be said or promised, also in letters that only look like its words,
 * and in words spaced out letter by letter.
 */
export const neverFaults = (sentence: string, { policy }: GuardBasis): Fault[] => {
  const words = withoutCitations(sentence);
  const seen = plainLetters(words);
  const spaced = spacedOut(seen);
  const item = policy.never.find(
    ({ when }) => meets(when, words) || meets(when, seen) || (spaced !== "" && isIn(spaced, when)),
  );
  return item === undefined
    ? []
    : [{ guard: "never", detail: `forbidden:${item.line}`, drop: true, needsPerson: true }];
};

/** Runs of single letters, "l i f e t i m e" or "l-i-f-e", without what parts them. */
const spacedOut = (text: string) =>
  (text.match(/(?<![\p{L}\p{N}])(?:\p{L}[ .\-_*]{1,3}){3,}\p{L}(?![\p{L}\p{N}])/gu) ?? [])
    .join("")
    .replaceAll(/[ .\-_*]/g, "");

const isIn = (spaced: string, { anyOf }: NeverItem["when"]) =>
  anyOf.some((terms) => terms.every((term) => hasInOrder(spaced, term.tokens)));

/** Tokens are stems: what ends a word stands between them. */
const hasInOrder = (text: string, tokens: readonly string[]) => {
  let from = 0;
  return tokens.every((token) => {
    const at = text.indexOf(token, from);
    from = at + token.length;
    return at >= 0;
  });
};
