import type { Db } from "#db/client.ts";
import { amongInputs, bestInputs, type RetrievalFeatures } from "../knowledge/confidence.ts";
import { hash32 } from "../knowledge/hash.ts";
import { retrieve } from "../knowledge/retrieve.ts";
import {
  defaultTenant,
  type EvaluationArticle,
  type EvaluationCorpus,
  type QueryRow,
} from "./evaluation-rows.ts";
import { fitLogistic, type LogisticFit, type Observation } from "./fit-logistic.ts";
import { indexArticles } from "./index-articles.ts";

/** A corpus and the questions asked of it. */
export type EvaluationSet = {
  readonly corpus: EvaluationCorpus;
  readonly queries: readonly QueryRow[];
};

/** The two fits of engine/knowledge/confidence.ts, and from how many answers each was made. */
export type ConfidenceFits = {
  readonly best: LogisticFit;
  readonly among: LogisticFit;
  readonly n: number;
};

/**
 * Fits the coefficients of engine/knowledge/confidence.ts. Each set is asked three times: whole, and in
 * two halves of its articles, where the questions of the other half have no answer but many near ones.
 * Each of the three counts the same, whatever the number of its questions.
 */
export const fitConfidence = async (
  db: Db,
  sets: readonly EvaluationSet[],
): Promise<ConfidenceFits> => {
  const best: Observation[] = [];
  const among: Observation[] = [];
  for (const { corpus, queries } of sets) {
    const half = (which: number) =>
      corpus.articles.filter(({ name }) => (hash32(name) & 1) === which);
    for (const articles of [corpus.articles, half(0), half(1)]) {
      const observed = await observe(db, articles, queries);
      const weight = 1 / observed.length;
      for (const { features, place } of observed) {
        const isAmong = place >= 0 && place < 5;
        const outcome = place === 0 ? 1 : isAmong ? 0.5 : 0;
        best.push({ inputs: bestInputs(features), outcome, weight });
        among.push({ inputs: amongInputs(features), outcome: isAmong ? 1 : 0, weight });
      }
    }
  }
  return { best: fitLogistic(best), among: fitLogistic(among), n: best.length };
};

/** What a search told about itself, and at which place of the sources the first right one stood; -1 for none. */
type Observed = { readonly features: RetrievalFeatures; readonly place: number };

const observe = async (
  db: Db,
  articles: readonly EvaluationArticle[],
  queries: readonly QueryRow[],
): Promise<readonly Observed[]> => {
  const bases = await indexArticles(db, articles);
  const observed: Observed[] = [];
  for (const { text, tenant, gold } of queries) {
    const base = bases.get(tenant ?? defaultTenant);
    if (base === undefined) continue;
    const { passages, features } = await retrieve(db, base.tenantId, text, { limit: 40 });
    const names = [...new Set(passages.map(({ sourceId }) => base.articleOf.get(sourceId)!))];
    observed.push({ features, place: names.findIndex((name) => gold.includes(name)) });
  }
  return observed;
};
