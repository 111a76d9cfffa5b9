import { contentWords } from "../policy/words.ts";

/**
 * The words to search for when a question leans on the one before ("and how much is that?"), or null
 * when it stands by itself. `previous` is the visitor's question before, if there was one.
 */
export const followUpQuestion = (question: string, previous: string | null): string | null => {
  if (previous === null) return null;
  const words = contentWords(question);
  const leans = words.length <= 3 || pointsBack.test(question);
  return leans ? `${question}\n${previous.slice(0, 500)}` : null;
};

const pointsBack =
  /\b(?:it|its|that|this|they|them|those|these|there|one|ones|same|instead|else)\b|^(?:and|or|but|what about|how about|also)\b|它|那(?:个|么|呢|样)?|这(?:个|样)?|上面|刚才|前面|呢[？?]?$|^(?:那|还有|另外)/i;
