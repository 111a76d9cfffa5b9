import { contentWords } from "../policy/words.ts";
import { citedNumbers, withoutCitations } from "./passage.ts";
import { exactParts, type Fault, type GuardBasis } from "./guard.ts";

/** Share of a sentence's words that must stand in what it cites: paraphrase is fine, invention is not. */
const leastOverlap = 0.55;

/**
 * A sentence cites a passage that exists, and that passage supports it: enough of its words, and
 * every number, address and amount, stand there (or in the question). Across languages words cannot
 * be compared: numbers are, and a person looks at the rest.
 */
export const evidenceFaults = (
  sentence: string,
  cited: readonly number[],
  basis: GuardBasis,
): Fault[] => {
  if (cited.length === 0) return [uncited("not_cited")];
  const sources = [...new Set(cited)].map((n) => basis.sources.get(n));
  if (sources.includes(undefined)) return [uncited("no_such_passage")];
  const given = [basis.asked, ...sources.filter((source) => source !== undefined)];

  // Addresses are the business of the link guard.
  const claim = withoutCitations(sentence).replaceAll(/\b(?:https?:\/\/|www\.)\S+/gi, " ");
  if (exactParts(claim).some((part) => !given.some(({ exact }) => exact.has(part)))) {
    return [unsupported("number_not_in_passage")];
  }
  const words = [...new Set(contentWords(claim))];
  if (words.length === 0) return [];
  const found = words.filter((word) => given.some((source) => source.words.has(word)));
  const overlap = found.length / words.length;
  if (overlap >= leastOverlap) return [];
  if (given.slice(1).every(({ lang }) => lang !== basis.locale)) {
    return [
      {
        guard: "evidence",
        detail: "passage_in_other_language",
        drop: false,
        needsPerson: true,
      },
    ];
  }
  return [unsupported(`few_words:${Math.round(overlap * 100)}`)];
};

/** The citations of a sentence, or of its neighbours in the same paragraph: the next one first. */
export const citationsOf = (index: number, sentences: readonly string[]): number[] => {
  const own = citedNumbers(sentences[index] ?? "");
  if (own.length > 0) return own;
  const later = sentences.slice(index + 1).find((sentence) => citedNumbers(sentence).length > 0);
  const earlier = sentences
    .slice(0, index)
    .findLast((sentence) => citedNumbers(sentence).length > 0);
  return citedNumbers(later ?? earlier ?? "");
};

const uncited = (detail: Fault["detail"]): Fault => ({
  guard: "citations",
  detail,
  drop: true,
  needsPerson: false,
});
const unsupported = (detail: Fault["detail"]): Fault => ({
  guard: "evidence",
  detail,
  drop: true,
  needsPerson: false,
});
