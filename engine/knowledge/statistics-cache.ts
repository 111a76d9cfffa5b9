import type { Tx } from "#db/client.ts";
import {
  type KnowledgeBase,
  readKnowledgeBase,
  readKnowledgeBaseWithFrequencies,
} from "#db/reads/knowledge.ts";
import { readLiveVersions } from "#db/reads/chunks.ts";
import {
  type ModelsInUse,
  readModelsInUse,
  readReranker,
  type Reranker,
} from "#db/reads/embedding-models.ts";
import { LruCache } from "./lru-cache.ts";
import { decodeFrequencies, type Statistics } from "./statistics.ts";

/** A tenant's statistics, the state of the knowledge base they belong to, and which versions answer in it. */
export type BaseStatistics = {
  readonly base: KnowledgeBase;
  readonly models: ModelsInUse;
  readonly reranker: Reranker | null;
  readonly statistics: Statistics;
  /** The version that answers, by source. */
  readonly live: ReadonlyMap<string, number>;
};

/**
 * The statistics of the tenants asked lately. Each question reads the version of its tenant's knowledge
 * base, one small row; the statistics, some 400 KB, only when it has changed. So a source is counted, or
 * no longer counted, from the first question after it, on every node.
 */
export class StatisticsCache {
  readonly #tenants = new LruCache<string, BaseStatistics>(64);

  /** What was read last, which may be old by now. */
  last(tenantId: string): BaseStatistics | undefined {
    return this.#tenants.get(tenantId);
  }

  /** Null when the tenant has no knowledge at all. */
  async read(tx: Tx, tenantId: string): Promise<BaseStatistics | null> {
    const base = await readKnowledgeBase(tx);
    if (base === null || base.chunkCount === 0) return null;
    const known = this.#tenants.get(tenantId);
    if (known?.base.version === base.version) return known;
    const full = await readKnowledgeBaseWithFrequencies(tx);
    if (full === null || full.chunkCount === 0) return null;
    const { frequencies: packed, ...fresh } = full;
    const { chunkCount, tokenCount, sourceCount } = fresh;
    const frequencies = await decodeFrequencies(packed);
    const live = await readLiveVersions(tx);
    const models = await readModelsInUse(tx);
    if (models === null) return null;
    const entry = {
      base: fresh,
      models,
      reranker: await readReranker(tx),
      live,
      statistics: { chunkCount, tokenCount, sourceCount, frequencies },
    };
    this.#tenants.set(tenantId, entry, 1);
    return entry;
  }
}
