import { contentWords } from "../policy/words.ts";
import { claimOf, hasAmount } from "../reply/claim.ts";

/** How alike two answers to one question are. */
export type Likeness = {
  /** Share of the words that carry meaning which both have (Dice 1945), 0..1. */
  readonly similarity: number;
  /** Alike enough, and neither contradicts the other in an amount or a denial. */
  readonly matches: boolean;
};

/** From here on two answers say about the same. */
const alike = 0.5;

/**
 * Compares words, not what they mean: answers that say the same in other words count as different, so that the
 * count of matches is rather too low. Numbers that differ, or a "not" that only one has, are never a match.
 */
export const answersAlike = (first: string, second: string): Likeness => {
  const [a, b] = [new Set(contentWords(plain(first))), new Set(contentWords(plain(second)))];
  const shared = [...a].filter((word) => b.has(word)).length;
  const similarity = a.size + b.size === 0 ? 0 : (2 * shared) / (a.size + b.size);
  return { similarity, matches: similarity >= alike && !contradict(first, second) };
};

const contradict = (first: string, second: string): boolean => {
  const [a, b] = [claimOf(plain(first)), claimOf(plain(second))];
  if (a.negative !== b.negative) return true;
  const [fewer, more] =
    a.amounts.length <= b.amounts.length ? [a.amounts, b.amounts] : [b.amounts, a.amounts];
  return fewer.some((amount) => !hasAmount(more, amount));
};

/** Numbers in brackets are citations. */
const plain = (text: string) => text.replaceAll(/\s*[[【]\d{1,3}[\]】]/g, "");
