import type { Agent } from "undici";
import type { Reranker } from "#db/reads/embedding-models.ts";
import { EmbeddingFailure } from "./embedding-failure.ts";
import { postJson } from "./post-json.ts";

/** A rerank model as it is asked: with its key, and what makes the connections if undici itself does not. */
export type AskedReranker = Pick<Reranker, "url" | "model"> & {
  readonly key: string | null;
  readonly agent: Agent | undefined;
};

/** What it is asked. */
export type RerankQuestion = {
  readonly query: string;
  readonly documents: readonly string[];
  readonly timeoutMs: number;
};

/**
 * The places of the documents by falling relevance, as a rerank model has them (`/rerank` as Cohere, Jina, vLLM
 * and TEI speak it). Rejects with EmbeddingFailure.
 */
export const orderByModel = async (
  { url, model, key, agent }: AskedReranker,
  { query, documents, timeoutMs }: RerankQuestion,
): Promise<readonly number[]> => {
  const answer = await postJson({
    url: `${url.replace(/\/+$/, "")}/rerank`,
    key,
    body: { model, query, documents, top_n: documents.length },
    timeoutMs,
    ...(agent && { agent }),
  });
  return orderOf(answer, documents.length);
};

/** Each place must be there once. */
const orderOf = (answer: unknown, count: number): readonly number[] => {
  const { results } = (answer ?? {}) as { results?: unknown };
  const rows = Array.isArray(results) ? (results as unknown[]) : [];
  const scores = new Map<number, number>();
  for (const row of rows) {
    const { index, relevance_score: score } = (row ?? {}) as Record<string, unknown>;
    if (typeof index !== "number" || typeof score !== "number" || !Number.isFinite(score)) continue;
    if (Number.isInteger(index) && index >= 0 && index < count) scores.set(index, score);
  }
  if (scores.size !== count) {
    throw new EmbeddingFailure({ reason: "garbage", detail: `${scores.size} of ${count} places` });
  }
  return [...scores].toSorted((a, b) => b[1] - a[1] || a[0] - b[0]).map(([index]) => index);
};
