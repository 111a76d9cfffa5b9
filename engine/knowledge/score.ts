import { countIn, type Counts } from "./counts.ts";
import { countWithTitles, type Features } from "./features.ts";
import { pieceIdf, type Query } from "./query.ts";
import type { Statistics } from "./statistics.ts";
import type { Tuning } from "./tuning.ts";
import { agreementOf, type Sense } from "./words/word-vectors.ts";

/** How well a passage fits a question. Absolute: comparable between questions, all 0..1. */
export type Score = {
  /** BM25 of the passage over the most a passage could reach. */
  readonly lexical: number;
  /** What of it comes from the title and the headings. */
  readonly title: number;
  /** What both say in sum: cosine of the TF-IDF vectors of n-grams, words and word pairs, and of a model's vectors or of what the words mean. */
  readonly vector: number;
  /** BM25 of the whole source the passage stands in. */
  readonly context: number;
  /** The weighted sum that passages are ranked by. */
  readonly score: number;
};

/** What scoring needs of a passage. `norm` is passageNorm of the same features under the same statistics. */
export type ScorablePassage = {
  readonly chunk: { readonly lang: "en" | "zh" };
  readonly features: Features;
  readonly norm: number;
  /** What its words mean together; null where they are not known. */
  readonly sense: Sense | null;
  /** Cosine of its vector and the question's by the model in use, -1..1; null when there is none. */
  readonly meaning: number | null;
};

/** What scoring needs of a whole source. */
export type SourceTerms = {
  readonly terms: Counts;
  readonly tokenCount: number;
  readonly chunkCount: number;
};

/** BM25's constants. A smaller b than the usual .75 suits passages, whose lengths differ less than documents': R@5 of the help centres rises by one in a hundred, nothing falls. */
const k1 = 1.2;
const b = 0.6;

/**
 * How much what stands around a passage counts: chosen on the evaluation sets. Without it, R@1 of the
 * help centres falls from .80 to .72. Example questions of one matter need it less: they vote as well.
 */
const contextShare = { article: 0.3, examples: 0.2 } as const;

/**
 * How much of the vector is the sense of the words, in sources made of examples: beside an embedding model, which
 * says most of it itself, and without one. In articles none: the sense of a hundred words says little, and there
 * R@1 falls by one to four in a hundred as the share rises.
 */
const senseShare = { alone: 0.8, besideModel: 0.3 } as const;

/**
 * How much of the vector an embedding model is, where a tenant has one: it sees what pieces do not, and
 * misses names and numbers, which they see. In articles it speaks for what no article says in the question's words:
 * the share is of a question that has none of them, and 0 of one that has them all. With .15 for every question,
 * right articles of xquad-en fell from the first place; from .2 on, right ones of the help centres from the first five.
 */
const modelShare = { article: 0.3, examples: 0.65 } as const;

/** Scores one passage. */
export const scorePassage = (
  query: Query,
  passage: ScorablePassage,
  source: SourceTerms,
  statistics: Statistics,
  { meaning, titles }: Tuning,
): Score => {
  const { sourceCount, tokenCount } = statistics;
  const lexical = bm25OfPassage(query, passage.features, statistics, titles);
  const context = bm25(query, (id) => countIn(source.terms, id), {
    length: source.tokenCount,
    average: tokenCount / sourceCount,
  });
  const examples = exampleness(source, passage.chunk);
  const vector = vectorScore(query, passage, statistics, { titles, examples });
  const own = (1 - meaning) * lexical + meaning * vector;
  const around = contextShare.article + examples * (contextShare.examples - contextShare.article);
  return {
    lexical,
    title: lexical - bm25OfPassage(query, passage.features, statistics, 0),
    vector,
    context,
    score: (1 - around) * own + around * context,
  };
};

/**
 * How far a source is a list of short examples of one matter, such as the ways one question is asked,
 * 0..1: by the average length of its passages, 1 up to 12 tokens, 0 from 20 (Chinese has two tokens a
 * character). Such passages are searched by what they mean and vote together; the passages of an article
 * each speak for themselves.
 */
export const exampleness = (
  { tokenCount, chunkCount }: SourceTerms,
  { lang }: { readonly lang: "en" | "zh" },
): number => {
  if (chunkCount < 4) return 0;
  const length = tokenCount / chunkCount / (lang === "zh" ? 2 : 1);
  return Math.max(0, Math.min(1, (20 - length) / 8));
};

/** Length of a passage's vector of pieces, its title counting `titles` times. It changes with the tenant's statistics. */
export const passageNorm = (features: Features, statistics: Statistics, titles = 1): number => {
  const { pieces } = features;
  let squares = 0;
  for (let index = 0; index < pieces.ids.length; index += 1) {
    const id = pieces.ids[index]!;
    const count =
      titles === 1 ? pieces.counts[index]! : countWithTitles(features, "pieces", id, titles);
    const weight = damped(count) * pieceIdf(statistics, id);
    squares += weight * weight;
  }
  return Math.sqrt(squares) || 1;
};

const vectorScore = (
  query: Query,
  passage: ScorablePassage,
  statistics: Statistics,
  { titles, examples }: { readonly titles: number; readonly examples: number },
): number => {
  const { features, norm, meaning } = passage;
  let dot = 0;
  for (const { id, weight, idf } of query.pieces) {
    const count = countWithTitles(features, "pieces", id, titles);
    if (count > 0) dot += weight * damped(count) * idf;
  }
  const length = titles === 1 ? norm : passageNorm(features, statistics, titles);
  const pieces = Math.min(1, dot / (query.piecesNorm * length));
  const model =
    meaning === null
      ? 0
      : examples * modelShare.examples + (1 - examples) * (1 - query.found) * modelShare.article;
  // The sense of an article's passage is not asked for: it is made when it is.
  const sense =
    examples === 0 || query.sense === null || passage.sense === null
      ? 0
      : examples * (meaning === null ? senseShare.alone : senseShare.besideModel);
  return (
    (1 - model - sense) * pieces +
    model * Math.max(0, meaning ?? 0) +
    (sense === 0 ? 0 : sense * agreementOf(query.sense, passage.sense))
  );
};

/** Also of counts below 1, which stand in titles that count less. */
const damped = (count: number): number => (count < 1 ? count : 1 + Math.log(count));

const bm25OfPassage = (
  query: Query,
  features: Features,
  { chunkCount, tokenCount }: Statistics,
  titles: number,
): number =>
  bm25(query, (id) => countWithTitles(features, "tokens", id, titles), {
    length: features.tokenCount + (titles - 1) * features.titles.tokenCount,
    average: tokenCount / chunkCount,
  });

const bm25 = (
  query: Query,
  countOf: (id: number) => number,
  { length, average }: { readonly length: number; readonly average: number },
): number => {
  if (query.worth === 0) return 0;
  const saturation = k1 * (1 - b + (b * length) / average);
  let sum = 0;
  let best = 0;
  let group = -1;
  for (const term of query.terms) {
    if (term.group !== group) {
      sum += best;
      best = 0;
      group = term.group;
    }
    if (term.frequency === 0) continue;
    const count = countOf(term.id);
    if (count > 0) best = Math.max(best, (term.worth * count) / (count + saturation));
  }
  return (sum + best) / query.worth;
};
