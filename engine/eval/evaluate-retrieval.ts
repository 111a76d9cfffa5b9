import type { Db } from "#db/client.ts";
import type { EmbeddingModel } from "#db/reads/embedding-models.ts";
import { retrieve } from "../knowledge/retrieve.ts";
import { defaultTenant, type EvaluationCorpus, type QueryRow } from "./evaluation-rows.ts";
import { indexArticles } from "./index-articles.ts";
import { type Answered, measure, type Measures, quantile } from "./metrics.ts";

/** The line the evaluation prints. Times in milliseconds. */
export type RetrievalReport = Measures & {
  readonly p50ms: number;
  readonly p95ms: number;
  readonly indexMsPer1k: number;
};

/** Builds a knowledge base for each tenant of the corpus, asks every question, and measures. */
export const evaluateRetrieval = async (
  db: Db,
  corpus: EvaluationCorpus,
  queries: readonly QueryRow[],
  model: EmbeddingModel,
): Promise<RetrievalReport> => {
  const startedAt = performance.now();
  const bases = await indexArticles(db, corpus.articles, model);
  const indexMs = performance.now() - startedAt;
  const answered: Answered[] = [];
  const timesMs: number[] = [];
  for (const query of queries) {
    const base = bases.get(query.tenant ?? defaultTenant);
    if (base === undefined) continue;
    const askedAt = performance.now();
    const { passages, confidence } = await retrieve(db, base.tenantId, query.text, { limit: 200 });
    timesMs.push(performance.now() - askedAt);
    // Sources in the order of their best passages, as the product shows them.
    const ranked = [...new Set(passages.map(({ sourceId }) => base.articleOf.get(sourceId)!))];
    answered.push(judge(query, ranked, confidence));
  }
  const chunkCount = corpus.articles.reduce((sum, { chunks }) => sum + chunks.length, 0);
  return {
    ...measure(answered),
    p50ms: tenths(quantile(timesMs, 0.5) ?? 0),
    p95ms: tenths(quantile(timesMs, 0.95) ?? 0),
    indexMsPer1k: Math.round((indexMs / chunkCount) * 1000),
  };
};

const judge = ({ gold }: QueryRow, ranked: readonly string[], confidence: number): Answered => {
  const right = new Set(gold);
  const place = ranked.findIndex((name) => right.has(name));
  let gain = 0;
  let most = 0;
  for (let index = 0; index < 10; index += 1) {
    const worth = 1 / Math.log2(index + 2);
    const name = ranked[index];
    if (name !== undefined && right.has(name)) gain += worth;
    if (index < right.size) most += worth;
  }
  return {
    inScope: right.size > 0,
    rank: place === -1 ? null : place + 1,
    ndcg10: most === 0 ? 0 : gain / most,
    confidence,
  };
};

const tenths = (value: number): number => Math.round(value * 10) / 10;
