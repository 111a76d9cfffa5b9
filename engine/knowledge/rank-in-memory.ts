import { type AskedQuestion, askedQuestion } from "./asked-question.ts";
import { countsOf } from "./counts.ts";
import { featuresOf } from "./features.ts";
import type { IndexedSource } from "./passage-cache.ts";
import { rankPassages } from "./rank-passages.ts";
import { passageNorm } from "./score.ts";
import type { RankedPassage } from "./search-index.ts";
import { countFeatures, noFrequencies } from "./statistics.ts";
import { tokensOf } from "./tokens.ts";
import type { Tuning } from "./tuning.ts";
import { senseOf } from "./words/word-vectors.ts";

/** A passage by its words; in English unless it says so. */
export type GivenPassage = {
  readonly source: string;
  readonly text: string;
  readonly title?: string;
  readonly lang?: "en" | "zh";
};

/** Ranks a few passages that stand in no database as a search would, all of them candidates. */
export const rankInMemory = (
  given: readonly GivenPassage[],
  question: string,
  tuning: Tuning,
): { readonly asked: AskedQuestion; readonly ranked: readonly RankedPassage[] } => {
  const frequencies = noFrequencies();
  const read = given.map((one, ordinal) => {
    const { title = "", text } = one;
    const features = featuresOf({ title, heading: "", text });
    countFeatures(frequencies, features, 1);
    return { ...one, title, features, ordinal };
  });
  const bySource = Map.groupBy(read, ({ source }) => source);
  const statistics = {
    chunkCount: given.length,
    sourceCount: bySource.size,
    tokenCount: read.reduce((sum, { features }) => sum + features.tokenCount, 0),
    frequencies,
  };
  const sources = new Map(
    [...bySource].map(([id, passages]): [string, IndexedSource] => {
      const terms = new Map<number, number>();
      for (const { features } of passages) {
        const { ids, counts } = features.tokens;
        for (const [at, token] of ids.entries()) {
          terms.set(token, (terms.get(token) ?? 0) + (counts[at] ?? 0));
        }
      }
      const tokenCount = passages.reduce((sum, { features }) => sum + features.tokenCount, 0);
      const chunkCount = passages.length;
      return [id, { terms: countsOf(terms), tokenCount, chunkCount, url: null }];
    }),
  );
  const passages = read.map(({ source, title, text, lang = "en", features, ordinal }) => ({
    chunk: {
      id: String(ordinal),
      sourceId: source,
      sourceVersion: 1,
      ordinal,
      title,
      heading: "",
      text,
      lang,
      links: [],
      anchor: null,
      page: null,
    },
    features,
    norm: passageNorm(features, statistics),
    sense: senseOf(tokensOf(`${title}\n${text}`)),
    meaning: null,
  }));
  const asked = askedQuestion(question, statistics, tuning);
  const ranking = { statistics, tuning, locale: undefined };
  return { asked, ranked: rankPassages(asked, passages, sources, ranking) };
};
