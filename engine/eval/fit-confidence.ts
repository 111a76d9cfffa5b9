import type { Db } from "#db/client.ts";
import { confidenceInputs } from "../knowledge/confidence.ts";
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

/**
 * Fits the coefficients of engine/knowledge/confidence.ts. Each set is asked three times: whole, and in
 * two halves of its articles, where the questions of the other half have no answer but many near ones.
 * Each of the three counts the same, whatever the number of its questions.
 */
export const fitConfidence = async (
  db: Db,
  sets: readonly EvaluationSet[],
): Promise<LogisticFit & { readonly n: number }> => {
  const observations: Observation[] = [];
  for (const { corpus, queries } of sets) {
    const half = (which: number) =>
      corpus.articles.filter(({ name }) => (hash32(name) & 1) === which);
    for (const articles of [corpus.articles, half(0), half(1)]) {
      observations.push(...(await observe(db, articles, queries)));
    }
  }
  return { ...fitLogistic(observations), n: observations.length };
};

const observe = async (
  db: Db,
  articles: readonly EvaluationArticle[],
  queries: readonly QueryRow[],
): Promise<readonly Observation[]> => {
  const bases = await indexArticles(db, articles);
  const observations: Omit<Observation, "weight">[] = [];
  for (const { text, tenant, gold } of queries) {
    const base = bases.get(tenant ?? defaultTenant);
    if (base === undefined) continue;
    const { passages, features } = await retrieve(db, base.tenantId, text, { limit: 40 });
    const names = [...new Set(passages.map(({ sourceId }) => base.articleOf.get(sourceId)!))];
    const place = names.findIndex((name) => gold.includes(name));
    const outcome = place === 0 ? 1 : place > 0 && place < 5 ? 0.5 : 0;
    observations.push({ inputs: confidenceInputs(features), outcome });
  }
  return observations.map((one) => ({ ...one, weight: 1 / observations.length }));
};
