import { contentWords } from "../policy/words.ts";
import { citedNumbers, withoutCitations } from "./passage.ts";
import { claimOf, hasAmount } from "./claim.ts";
import type { Fault, GuardBasis, Source } from "./guard.ts";

/** Share of a sentence's words that must stand in what it cites: paraphrase is fine, invention is not. */
const leastOverlap = 0.55;
/** Share from which a sentence of the passage is taken to speak of the same thing, and must agree on yes or no. */
const sameMatter = 0.5;

/**
 * A sentence cites a passage that exists, and that passage supports it: enough of its words, every number
 * with what it counts, every address and every name stand there (or in the question), and where a sentence
 * of the passage says the same thing, both deny it or neither does. Across languages words cannot be
 * compared: numbers and addresses are, and a person looks at the rest.
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
  const { amounts, addresses, names, negative } = claimOf(claim);
  const has = (found: (source: Source) => boolean) => given.some(found);
  if (
    amounts.some((amount) => !has((source) => hasAmount(source.claim.amounts, amount))) ||
    addresses.some((address) => !has((source) => source.claim.addresses.includes(address)))
  ) {
    return [unsupported("number_not_in_passage")];
  }
  const words = [...new Set(contentWords(claim))];
  if (words.length === 0) return [];
  const found = words.filter((word) => given.some((source) => source.words.has(word)));
  const overlap = found.length / words.length;
  if (overlap >= leastOverlap) {
    if (names.some((name) => !has(({ plain }) => plain.includes(name)))) {
      return [unsupported("name_not_in_passage")];
    }
    return contradicts(words, negative, given.slice(1)) ? [unsupported("denial_differs")] : [];
  }
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

/** Whether the sentences that speak of the same thing all say the opposite: yes for no, or no for yes. */
const contradicts = (
  words: readonly string[],
  negative: boolean,
  sources: readonly Source[],
): boolean => {
  const near = sources
    .flatMap(({ sentences }) => sentences)
    .filter(
      (one) => words.filter((word) => one.words.has(word)).length >= sameMatter * words.length,
    );
  return near.length > 0 && near.every((one) => one.negative !== negative);
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
