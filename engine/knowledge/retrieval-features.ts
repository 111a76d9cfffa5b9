import type { RetrievalFeatures } from "./confidence.ts";
import { countIn } from "./counts.ts";
import type { Features } from "./features.ts";
import type { Query } from "./query.ts";
import type { RankedPassage, Search } from "./search-index.ts";

/** What a search tells about itself. All 0 when nothing was found. */
export const featuresOfSearch = ({ query, ranked }: Search): RetrievalFeatures => {
  const [best] = ranked;
  if (query === null || best === undefined) return nothingFound;
  const { sourceId } = best.passage.chunk;
  const rival = ranked.find(({ passage }) => passage.chunk.sourceId !== sourceId);
  return {
    top: best.score.score,
    gap: Math.max(0, best.score.score - (rival?.score.score ?? 0)),
    idfFound: query.found,
    covered: coveredShare(query, best.passage.features),
    lexical: best.score.lexical,
    vector: best.score.vector,
    agreement: (placeBy(ranked, best, "lexical") + placeBy(ranked, best, "vector")) / 2,
    queryTokens: query.terms.length,
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
};

const coveredShare = (query: Query, { tokens }: Features): number => {
  let covered = 0;
  for (const { id, worth } of query.terms) if (countIn(tokens, id) > 0) covered += worth;
  return query.worth > 0 ? covered / query.worth : 0;
};

/** How high one way of scoring alone puts the best passage: 1 for first, 1/2 for second, and so on. */
const placeBy = (
  ranked: readonly RankedPassage[],
  best: RankedPassage,
  way: "lexical" | "vector",
): number => 1 / (1 + ranked.filter(({ score }) => score[way] > best.score[way]).length);
