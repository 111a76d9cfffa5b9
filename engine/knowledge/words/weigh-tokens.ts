import { type Run, tokensOfRun } from "../tokens.ts";
import { longestWord } from "./chinese-glosses.ts";

/**
 * The index tokens of a question, each with how much it says as a part of a word, 0..1. In Chinese a
 * character of a longer word says half as much as a word, and so does a pair that stands across the
 * border of two words: who asks for 手机号码 asks for 手机 and 号码, not for 机号. Words are read off the
 * dictionary, the longest first; a character it has no word for counts in full. Chosen on xquad-zh, where
 * any weights from .5 to .7 find more than none do.
 */
export const weighTokens = (runs: readonly Run[]): ReadonlyMap<string, number> => {
  const weights = new Map<string, number>();
  for (const run of runs) {
    const ends = run.cjk ? wordEnds(run.text) : null;
    let at = 0;
    for (const token of tokensOfRun(run)) {
      const weight = ends === null || isWhole(ends, at, token) ? 1 : part;
      weights.set(token, Math.max(weight, weights.get(token) ?? 0));
      // A character comes before the pair it begins; only after the pair the next one has its turn.
      if (ends !== null && token.length > lengthOfFirst(token)) at += lengthOfFirst(token);
    }
  }
  return weights;
};

const part = 0.5;

/** For each place of a text, where the word that it belongs to ends. */
const wordEnds = (text: string): readonly number[] => {
  const ends: number[] = [];
  while (ends.length < text.length) {
    const start = ends.length;
    const length = Math.max(longestWord(text, start), lengthOfFirst(text.slice(start, start + 2)));
    while (ends.length < start + length) ends.push(start + length);
  }
  return ends;
};

/** Whether a pair lies within one word, or a character is a word. */
const isWhole = (ends: readonly number[], at: number, token: string): boolean => {
  const end = at + token.length;
  if (token.length > lengthOfFirst(token)) return ends[end - 1] === ends[at];
  return ends[at] === end && ends[at - 1] !== ends[at];
};

/** UTF-16 code units of a text's first character. */
const lengthOfFirst = (text: string): number => (text.codePointAt(0)! > 0xffff ? 2 : 1);
