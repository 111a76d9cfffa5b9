import { type Query, type QueryTerm, tokenIdf } from "../query.ts";
import { type Statistics, tokenFrequency } from "../statistics.ts";
import { tokenId } from "../features.ts";
import { tokenWeight } from "../stop-words.ts";
import { type Run, runsOf, tokensOfRun } from "../tokens.ts";
import { type Gloss, glossesOf, longestWord } from "./chinese-glosses.ts";
import { senseOfWords } from "./word-vectors.ts";

/**
 * A Chinese question in English words: for each Chinese word all that a dictionary gives for it, of which the
 * best counts; numbers and Latin words as they are. Null when the question has no Chinese word that the
 * dictionary and the tenant's knowledge both know.
 */
export const translationOf = (question: string, statistics: Statistics): Query | null => {
  const runs = runsOf(question);
  if (!runs.some(({ cjk }) => cjk)) return null;
  const terms: QueryTerm[] = [];
  const senses = new Map<number, number>();
  let worth = 0;
  let found = 0;
  for (const [group, glosses] of runs.flatMap(wordsOfRun).entries()) {
    let best = 0;
    for (const { token, weight } of glosses) {
      const id = tokenId(token);
      const frequency = tokenFrequency(statistics.frequencies, id);
      // A gloss nobody wrote is another meaning of the word.
      if (frequency === 0) continue;
      const own = tokenIdf(statistics.chunkCount, frequency) * weight;
      best = Math.max(best, own);
      terms.push({ token, id, worth: own, frequency, group });
      senses.set(id, Math.max(weight, senses.get(id) ?? 0));
    }
    found += best;
    worth += best > 0 ? best : tokenIdf(statistics.chunkCount, 0) / 2;
  }
  if (terms.length === 0) return null;
  return {
    text: question,
    terms,
    worth,
    found: found / worth,
    unknownWords: [],
    pieces: [],
    piecesNorm: 1,
    sense: senseOfWords(senses),
  };
};

/** What each word of a run may be in English: one list a word. Function words of Chinese are left out. */
const wordsOfRun = (run: Run): readonly (readonly Gloss[])[] => {
  if (!run.cjk) return tokensOfRun(run).map((token) => [{ token, weight: 1 }]);
  const words: (readonly Gloss[])[] = [];
  for (let start = 0; start < run.text.length;) {
    const length = longestWord(run.text, start);
    const word = run.text.slice(start, start + length);
    const glosses = tokenWeight(word) < 1 ? [] : glossesOf(word);
    if (glosses.length > 0) words.push(glosses);
    start += length;
  }
  return words;
};
