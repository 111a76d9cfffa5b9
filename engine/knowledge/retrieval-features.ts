import type { RetrievalFeatures } from "./confidence.ts";
import { type Counts, countIn } from "./counts.ts";
import type { Query } from "./query.ts";
import { exampleness } from "./score.ts";
import type { RankedPassage, Search } from "./search-index.ts";

/** What a search tells about itself. All 0 when nothing was found. */
export const featuresOfSearch = ({
  asked,
  ranked,
}: Pick<Search, "asked" | "ranked">): RetrievalFeatures => {
  const [best] = ranked;
  if (best === undefined) return nothingFound;
  const { passage, source, score, wording } = best;
  const { sourceId } = passage.chunk;
  const rival = ranked.find((one) => one.passage.chunk.sourceId !== sourceId);
  return {
    top: score.score,
    gap: Math.max(0, score.score - (rival?.score.score ?? 0)),
    idfFound: wording.found,
    covered: coveredShare(wording, passage.features.tokens),
    lexical: score.lexical,
    vector: score.vector,
    agreement: (placeBy(ranked, best, "lexical") + placeBy(ranked, best, "vector")) / 2,
    queryTokens: wording.terms.length,
    pinned: best.pinned ?? 0,
    translated: wording === asked?.translation ? 1 : 0,
    examples: exampleness(source, passage.chunk),
    words: wording.terms.length / (passage.chunk.lang === "zh" ? 2 : 1),
  };
};

const nothingFound: RetrievalFeatures = {
  top: 0,
  gap: 0,
  idfFound: 0,
  covered: 0,
  lexical: 0,
  vector: 0,
  agreement: 0,
  queryTokens: 0,
  pinned: 0,
  translated: 0,
  examples: 0,
  words: 0,
};

const coveredShare = (query: Query, tokens: Counts): number => {
  const groups = new Map<number, number>();
  for (const { id, worth, group } of query.terms) {
    if (countIn(tokens, id) > 0) groups.set(group, Math.max(worth, groups.get(group) ?? 0));
  }
  let covered = 0;
  for (const worth of groups.values()) covered += worth;
  return query.worth > 0 ? covered / query.worth : 0;
};

/** How high one way of scoring alone puts the best passage: 1 for first, 1/2 for second, and so on. */
const placeBy = (
  ranked: readonly RankedPassage[],
  best: RankedPassage,
  way: "lexical" | "vector",
): number => 1 / (1 + ranked.filter(({ score }) => score[way] > best.score[way]).length);
