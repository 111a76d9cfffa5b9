import { tokenId } from "./features.ts";
import { eachPiece } from "./pieces.ts";
import { pieceFrequency, type Statistics, tokenFrequency } from "./statistics.ts";
import { tokenWeight } from "./stop-words.ts";
import { type Run, runsOf, tokensOfRun } from "./tokens.ts";
import { weighTokens } from "./words/weigh-tokens.ts";
import { type Sense, senseOf } from "./words/word-vectors.ts";

/** A question made ready for scoring against one tenant's passages. */
export type Query = {
  /** The wording that was read. */
  readonly text: string;
  /** Distinct index tokens with what a match is worth (inverse document frequency times tokenWeight and weighTokens). */
  readonly terms: readonly QueryTerm[];
  /** Sum of the terms' worth: what a passage that has everything could reach. */
  readonly worth: number;
  /** Share of the worth that occurs anywhere in the tenant's knowledge, 0..1. */
  readonly found: number;
  readonly pieces: readonly QueryPiece[];
  /** Length of the vector of pieces. */
  readonly piecesNorm: number;
  /** Its words that occur nowhere in the tenant's knowledge; function words aside. */
  readonly unknownWords: readonly string[];
  /** What its words mean together; null where they are not known. */
  readonly sense: Sense | null;
};

/** An index token of the question. */
export type QueryTerm = {
  readonly token: string;
  readonly id: number;
  readonly worth: number;
  /** In how many passages it occurs. */
  readonly frequency: number;
  /** Terms of one group say the same thing: the best of them counts. */
  readonly group: number;
};

/** A piece with its weight in the question and its inverse document frequency. */
export type QueryPiece = { readonly id: number; readonly weight: number; readonly idf: number };

/** Longest question that is looked at, in UTF-16 code units; the rest is ignored. */
export const maxQuestionLength = 2000;

/** Prepares a question. */
export const queryOf = (question: string, statistics: Statistics): Query => {
  const runs = runsOf(question.slice(0, maxQuestionLength));
  const terms: QueryTerm[] = [];
  let worth = 0;
  let found = 0;
  for (const [token, part] of weighTokens(runs)) {
    const id = tokenId(token);
    const frequency = tokenFrequency(statistics.frequencies, id);
    const termWorth = tokenIdf(statistics.chunkCount, frequency) * tokenWeight(token) * part;
    terms.push({ token, id, worth: termWorth, frequency, group: terms.length });
    worth += termWorth;
    if (frequency > 0) found += termWorth;
  }
  const weights = new Map<number, number>();
  const weigh = (id: number, weight: number) => weights.set(id, (weights.get(id) ?? 0) + weight);
  eachPiece(runs, {
    piece: weigh,
    grams: (ids) => {
      for (const id of ids) weigh(id, 1);
    },
  });
  const pieces: QueryPiece[] = [];
  let squares = 0;
  for (const [id, sum] of weights) {
    const idf = pieceIdf(statistics, id);
    const weight = (sum < 1 ? sum : 1 + Math.log(sum)) * idf;
    pieces.push({ id, weight, idf });
    squares += weight * weight;
  }
  return {
    text: question,
    terms,
    worth,
    found: worth > 0 ? found / worth : 0,
    pieces,
    piecesNorm: Math.sqrt(squares) || 1,
    unknownWords: unknownIn(runs, statistics),
    sense: senseOf(runs.flatMap(tokensOfRun)),
  };
};

/** Runs none of whose tokens is known; of Chinese, runs with a character nobody wrote. */
const unknownIn = (runs: readonly Run[], { frequencies }: Statistics): readonly string[] => {
  const unknown = runs.filter((run) => {
    const tokens = run.cjk ? Array.from(run.text) : tokensOfRun(run);
    return tokens.some(
      (token) => tokenWeight(token) === 1 && tokenFrequency(frequencies, tokenId(token)) === 0,
    );
  });
  return [...new Set(unknown.map(({ text }) => text))];
};

/** Inverse document frequency of a piece, as in TF-IDF with add-one smoothing; at least 1. */
export const pieceIdf = ({ chunkCount, frequencies }: Statistics, id: number): number =>
  Math.log1p(chunkCount) - logs[Math.min(chunkCount, pieceFrequency(frequencies, id))]! + 1;

/** Logarithms of 1 + each frequency: a question needs those of tens of thousands of pieces. */
const logs = Float64Array.from({ length: 1 << 16 }, (_, frequency) => Math.log1p(frequency));

/** Inverse document frequency of a token as in BM25; never negative. */
export const tokenIdf = (chunkCount: number, frequency: number): number => {
  const known = Math.min(chunkCount, frequency);
  return Math.log(1 + (chunkCount - known + 0.5) / (known + 0.5));
};
