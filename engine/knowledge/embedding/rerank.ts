import type { Db } from "#db/client.ts";
import type { Reranker } from "#db/reads/embedding-models.ts";
import { LruCache } from "../lru-cache.ts";
import type { RankedPassage } from "../search-index.ts";
import { embeddersOf } from "./embedders.ts";
import { EmbeddingFailure } from "./embedding-failure.ts";
import type { EmbeddingFailureReason } from "./embedding-problems.ts";
import { orderByModel } from "./order-by-model.ts";

/** What a rerank model did: it ordered the first passages, or why it did not, and our own order stayed. */
export type Reranking =
  | { readonly passages: number }
  | { readonly failure: EmbeddingFailureReason };

/** Passages a rerank model is asked about, and how much of each, in UTF-16 code units. */
const topPassages = 20;
const maxCharacters = 2000;
/** A visitor waits, and our own order is good as well. */
const rerankMs = 1500;
/** How long a server that failed is not asked. */
const restMs = 10_000;

const troubled = new WeakMap<
  Db["sql"],
  LruCache<string, { failure: EmbeddingFailureReason; until: number }>
>();

/**
 * Has a rerank model (`/v1/rerank` as Cohere, Jina, vLLM and TEI speak it) put the first passages in its
 * order. Scores stay ours, since confidence is calibrated on them. Never rejects on account of the model.
 */
export const rerank = async (
  db: Db,
  tenantId: string,
  reranker: Reranker,
  { question, ranked }: { readonly question: string; readonly ranked: readonly RankedPassage[] },
): Promise<{ readonly ranked: readonly RankedPassage[]; readonly reranking: Reranking }> => {
  const resting = troubled.get(db.sql) ?? new LruCache(1000);
  troubled.set(db.sql, resting);
  const key = `${tenantId} ${reranker.url}`;
  const trouble = resting.get(key);
  if (trouble !== undefined && performance.now() < trouble.until) {
    return { ranked, reranking: { failure: trouble.failure } };
  }
  const top = ranked.slice(0, topPassages);
  try {
    const order = await askForOrder(db, tenantId, reranker, question, top);
    const first = order.map((index) => top[index]!);
    return {
      ranked: [...first, ...ranked.slice(top.length)],
      reranking: { passages: top.length },
    };
  } catch (error) {
    if (!(error instanceof EmbeddingFailure)) throw error;
    const { reason: failure } = error;
    resting.set(key, { failure, until: performance.now() + restMs }, 1);
    return { ranked, reranking: { failure } };
  }
};

const askForOrder = async (
  db: Db,
  tenantId: string,
  reranker: Reranker,
  query: string,
  top: readonly RankedPassage[],
): Promise<readonly number[]> => {
  const documents = top.map(({ passage: { chunk } }) =>
    [chunk.title, chunk.heading, chunk.text].join("\n").slice(0, maxCharacters).toWellFormed(),
  );
  const embedders = embeddersOf(db);
  const key = await embedders.openKey(tenantId, reranker.secret);
  const agent = embedders.agentFor(reranker.guarded);
  return orderByModel({ ...reranker, key, agent }, { query, documents, timeoutMs: rerankMs });
};
