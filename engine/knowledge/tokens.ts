import { stemmer } from "stemmer";
import { maxWordLength, plainWordsOf } from "./plain-words.ts";

/**
 * Raised when the same text would give other tokens, character pieces or hashes than before.
 * Everything in the index is bound to it: see xin.source_versions.
 */
export const tokenizerVersion = 1;

/** A run of letters and digits of one script family. CJK runs have no spaces between words. */
export type Run = { readonly cjk: boolean; readonly text: string };

/**
 * Splits text into runs: NFKC, lower case, without accents on Latin letters and without apostrophes
 * ("Don't" is one run, "dont"). Punctuation and symbols are dropped.
 */
export const runsOf = (text: string): readonly Run[] => {
  const plain = text.normalize("NFKC").toLowerCase();
  const words = plainWordsOf(plain);
  if (words !== null) return words.map((word) => ({ cjk: false, text: word }));
  const runs: Run[] = [];
  for (const match of plain.matchAll(runPattern)) {
    const run = match[0];
    if (startsWithCjk.test(run)) runs.push({ cjk: true, text: run });
    else runs.push({ cjk: false, text: plainWord(run).slice(0, maxWordLength).toWellFormed() });
  }
  return runs;
};

/** A word for the index: English words by their Porter stem, all else as it is. */
export const stemOf = (word: string): string => {
  if (word.length < 3 || !asciiLetters.test(word)) return word;
  const known = stems.get(word);
  if (known !== undefined) return known;
  const stem = stemmer(word);
  if (stems.size >= maxStems) stems.clear();
  stems.set(word, stem);
  return stem;
};

/**
 * The index tokens of a text, in order and with repetitions: stems of words, and for CJK each
 * character and each pair of neighbours (word boundaries there are a matter of opinion, pairs are not).
 */
export const tokensOf = (text: string): readonly string[] => runsOf(text).flatMap(tokensOfRun);

/** The index tokens of one run. */
export const tokensOfRun = (run: Run): readonly string[] => {
  if (!run.cjk) return [stemOf(run.text)];
  const characters = [...run.text];
  const tokens: string[] = [];
  for (const [index, character] of characters.entries()) {
    tokens.push(character);
    const next = characters[index + 1];
    if (next !== undefined) tokens.push(character + next);
  }
  return tokens;
};

/** Whether a token is made of CJK characters. */
export const isCjk = (token: string): boolean => startsWithCjk.test(token);

const cjk = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u30fc\u3005`;
const runPattern = new RegExp(
  String.raw`[${cjk}]+|[[\p{L}\p{N}\p{M}]--[${cjk}]]+(?:['’][[\p{L}\p{M}]--[${cjk}]]+)*`,
  "gv",
);
const startsWithCjk = new RegExp(`^[${cjk}]`, "v");
const asciiLetters = /^[a-z]+$/;
const ascii = /^[\u0000-\u007f]*$/;

/** Stemming is the slow part of tokenizing and words repeat. */
const stems = new Map<string, string>();
const maxStems = 50_000;

const plainWord = (run: string): string => {
  const word = run.replace(/['’]s$/, "").replaceAll(/['’]/g, "");
  return ascii.test(word) ? word : word.normalize("NFD").replaceAll(/\p{M}/gu, "");
};
