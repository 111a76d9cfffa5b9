import type { Decision } from "#contract/decision.ts";
import type { BlamedPassage, SentenceBlame } from "#contract/decision-blame.ts";
import type { Policy } from "../policy/policy.ts";
import { contentWords } from "../policy/words.ts";
import { detectLanguage } from "../reply/detect-language.ts";
import { makeBasis } from "../reply/guard.ts";
import { citationsOf, evidenceFaults } from "../reply/guard-evidence.ts";
import { withoutCitations } from "../reply/passage.ts";
import { splitSentences } from "../reply/split-sentences.ts";
import { governingParagraph } from "./governing-paragraph.ts";

/** The page a decision was made under, as written and as understood. */
export type PolicyPage = { readonly text: string; readonly parsed: Policy };

type Made = Pick<Decision, "answer" | "question" | "passages" | "rules" | "model">;

/**
 * Leads each sentence of an answer back to the passages it rests on and to the paragraph of the policy that
 * governs it. From the record alone: the guard judges with the passages as they were, so it says the same on
 * any day. Nothing without an answer or without the page.
 */
export const blameAnswer = (decision: Made, page: PolicyPage | null): readonly SentenceBlame[] => {
  const { answer, question, passages } = decision;
  if (answer === null || page === null) return [];
  const asked = question ?? "";
  const locale = detectLanguage(asked, detectLanguage(answer, "en"));
  // An answer that was stopped stands as the model wrote it: with the places at which passages were found.
  const isAsWritten = passages.every(({ n }) => n === null);
  const cited = passages.flatMap((passage, index) => {
    const n = isAsWritten ? index + 1 : passage.n;
    return n === null ? [] : [{ ...passage, n, lang: detectLanguage(passage.text, locale) }];
  });
  const basis = makeBasis({
    policy: page.parsed,
    passages: cited,
    question: asked,
    locale,
    instructions: "",
    canary: "",
  });
  const sentences = splitSentences(answer);
  return sentences.map(({ text, block }, index) => {
    const around = sentences.filter((one) => one.block === block).map((one) => one.text);
    const place = index - sentences.findIndex((one) => one.block === block);
    const numbers = citationsOf(place, around);
    const sentence = withoutCitations(text).trim();
    return {
      sentence,
      passages: [...new Set(numbers)].flatMap((n) => {
        const passage = cited.find((one) => one.n === n);
        return passage === undefined ? [] : [support(sentence, passage)];
      }),
      faults:
        numbers.length === 0
          ? []
          : evidenceFaults(text, numbers, basis).map(({ detail }) => detail),
      paragraph: governingParagraph({ sentence, question: asked }, page, decision),
    };
  });
};

const support = (
  sentence: string,
  { n, chunkId, title, score, text }: Decision["passages"][number] & { readonly n: number },
): BlamedPassage => {
  const words = [...new Set(contentWords(sentence))];
  const sharedWith = (other: string) => {
    const there = new Set(contentWords(other));
    return words.filter((word) => there.has(word)).length;
  };
  let says: string | null = null;
  let most = 0;
  for (const one of splitSentences(text)) {
    const shared = sharedWith(one.text);
    if (shared > most) [says, most] = [one.text, shared];
  }
  const share = words.length === 0 ? 1 : sharedWith(`${title}\n${text}`) / words.length;
  return { n, chunkId, title, score, says, share };
};
