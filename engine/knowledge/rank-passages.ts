import type { AskedQuestion } from "./asked-question.ts";
import { posteriorLimit, posteriorOf } from "./posterior.ts";
import type { Query } from "./query.ts";
import { exampleness, type Score, scorePassage, type SourceTerms } from "./score.ts";
import type { Statistics } from "./statistics.ts";
import type { Tuning } from "./tuning.ts";
import type { Replacement } from "./wordings.ts";
import type { RankablePassage } from "./rankable-passage.ts";

/** A passage with its exact score, and why it has it. */
export type Ranked<P extends RankablePassage, S extends SourceTerms> = {
  readonly passage: P;
  readonly source: S;
  readonly score: Score;
  /** The wording of the question that fits it best. */
  readonly wording: Query;
  /** The synonyms that wording needed. */
  readonly replaced: readonly Replacement[];
  /** How alike the question is to the one its source is pinned to, 0..1; null when it is not pinned. */
  readonly pinned: number | null;
};

/** What passages are ranked by besides the question. */
export type Ranking = {
  readonly statistics: Statistics;
  readonly tuning: Tuning;
  /** The language to prefer where two passages fit about as well. */
  readonly locale: "en" | "zh" | undefined;
};

/**
 * Scores the candidates and puts the best first. A passage counts by the wording of the question that fits it
 * best; the examples of one source vote together; a source pinned to the question comes before all
 * others with its best passage.
 */
export const rankPassages = <P extends RankablePassage, S extends SourceTerms>(
  asked: AskedQuestion,
  passages: readonly P[],
  sources: ReadonlyMap<string, S>,
  ranking: Ranking,
): readonly Ranked<P, S>[] => {
  const scored: Ranked<P, S>[] = [];
  for (const passage of passages) {
    const source = sources.get(passage.chunk.sourceId);
    if (source === undefined) continue;
    const best = scoreByWordings(asked, passage, source, ranking);
    const pinned = asked.pinned.get(passage.chunk.sourceId) ?? null;
    if (pinned !== null || best.score.lexical > 0 || best.score.vector > 0) {
      scored.push({ passage, source, ...best, pinned });
    }
  }
  const voted = withVotes(scored, ranking.statistics);
  const worth = ({ passage, score }: Ranked<P, S>) =>
    ranking.locale === undefined || passage.chunk.lang === ranking.locale
      ? score.score
      : score.score * otherLanguage;
  const sorted = voted.toSorted(
    (a, b) => worth(b) - worth(a) || (a.passage.chunk.id < b.passage.chunk.id ? -1 : 1),
  );
  return pinnedFirst(sorted);
};

/** Enough to choose between two languages of one article, too little to hide the only answer. */
const otherLanguage = 0.95;
/** Other words than the visitor's, and words a dictionary chose, must fit better to count the same. */
const otherWording = 0.95;
export const translatedWorth = 0.5;

const scoreByWordings = (
  { query, wordings, translation }: AskedQuestion,
  passage: RankablePassage,
  source: SourceTerms,
  { statistics, tuning }: Ranking,
): { score: Score; wording: Query; replaced: readonly Replacement[] } => {
  const scoreOf = (wording: Query) => scorePassage(wording, passage, source, statistics, tuning);
  const less = (score: Score, factor: number) => ({ ...score, score: score.score * factor });
  const all = [
    { score: scoreOf(query), wording: query, replaced: [] },
    ...wordings.map(({ query: wording, replaced }) => ({
      score: less(scoreOf(wording), otherWording),
      wording,
      replaced,
    })),
  ];
  if (translation !== null && passage.chunk.lang === "en") {
    const score = less(scoreOf(translation), translatedWorth);
    all.push({ score, wording: translation, replaced: [] });
  }
  return all.reduce((best, one) => (one.score.score > best.score.score ? one : best));
};

/**
 * The examples of one source stand for it together. Two thirds of its best one's score become the mean of
 * the best three, weighted 1, .6 and .4, and one third what the source explains of the question against
 * its rivals (see posteriorOf); the other examples fall by as much. Where a source is only somewhat a list
 * of examples, so is the vote.
 */
const withVotes = <P extends RankablePassage, S extends SourceTerms>(
  scored: readonly Ranked<P, S>[],
  statistics: Statistics,
): readonly Ranked<P, S>[] => {
  if (scored.every(({ source, passage }) => exampleness(source, passage.chunk) === 0))
    return scored;
  const near = scored.toSorted((a, b) => b.score.score - a.score.score).slice(0, posteriorLimit);
  const explained = posteriorOf(
    near.map(({ passage }) => passage),
    near.map(({ score }) => (score.lexical + score.vector) / 2),
    statistics,
  );
  const shifts = new Map<string, number>();
  for (const [sourceId, own] of Map.groupBy(scored, ({ passage }) => passage.chunk.sourceId)) {
    const share = exampleness(own[0]!.source, own[0]!.passage.chunk);
    if (share === 0) continue;
    const [first = 0, second = 0, third = 0] = own
      .map(({ score }) => score.score)
      .toSorted((a, b) => b - a);
    const mean = (first + 0.6 * second + 0.4 * third) / 2;
    const voted = (2 * mean + Math.max(0, explained.get(sourceId) ?? 0)) / 3;
    shifts.set(sourceId, share * (voted - first));
  }
  return scored.map((one) => {
    const shift = shifts.get(one.passage.chunk.sourceId);
    if (shift === undefined) return one;
    return { ...one, score: { ...one.score, score: Math.max(0, one.score.score + shift) } };
  });
};

const pinnedFirst = <R extends Ranked<RankablePassage, SourceTerms>>(
  sorted: readonly R[],
): readonly R[] => {
  const first = new Map<string, R>();
  for (const one of sorted) {
    const { sourceId } = one.passage.chunk;
    if (one.pinned !== null && !first.has(sourceId)) first.set(sourceId, one);
  }
  if (first.size === 0) return sorted;
  const top = [...first.values()].toSorted((a, b) => (b.pinned ?? 0) - (a.pinned ?? 0));
  return [...top, ...sorted.filter((one) => !top.includes(one))];
};
