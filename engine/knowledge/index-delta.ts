import type { Db } from "#db/client.ts";
import { readChunksOfVersion } from "#db/reads/chunks.ts";
import { type Counts, countsOf } from "./counts.ts";
import { featuresOf, type FieldFeatures } from "./features.ts";
import { countFeatures, type Frequencies, noFrequencies } from "./statistics.ts";
import { yieldToOthers } from "./yield-to-others.ts";

/** What some passages add to the tenant's statistics, or take away when they go. */
export type IndexDelta = {
  readonly chunkCount: number;
  readonly tokenCount: number;
  readonly frequencies: Frequencies;
};

/** Sums up passages one by one, and how often each token occurs in all of them. */
export class IndexTally {
  #chunkCount = 0;
  #tokenCount = 0;
  readonly #frequencies = noFrequencies();
  readonly #terms = new Map<number, number>();

  add({ tokens, tokenCount, pieces }: FieldFeatures): void {
    this.#chunkCount += 1;
    this.#tokenCount += tokenCount;
    countFeatures(this.#frequencies, { tokens, tokenCount, pieces }, 1);
    for (const [index, id] of tokens.ids.entries()) {
      this.#terms.set(id, (this.#terms.get(id) ?? 0) + tokens.counts[index]!);
    }
  }

  get delta(): IndexDelta {
    return {
      chunkCount: this.#chunkCount,
      tokenCount: this.#tokenCount,
      frequencies: this.#frequencies,
    };
  }

  get terms(): Counts {
    return countsOf(this.#terms);
  }
}

/**
 * What a stored version added to the statistics. Chunks never change, so this may be computed long
 * before the transaction that takes it away.
 */
export const deltaOfVersion = async (
  db: Db,
  tenantId: string,
  version: { readonly sourceId: string; readonly version: number },
): Promise<IndexDelta> => {
  const tally = new IndexTally();
  const breathe = yieldToOthers();
  let after = -1;
  for (;;) {
    const chunks = await db.tenant(tenantId, (tx) =>
      readChunksOfVersion(tx, version, { after, limit: pageSize }),
    );
    for (const chunk of chunks) {
      tally.add(featuresOf(chunk));
      await breathe();
    }
    const last = chunks.at(-1);
    if (last === undefined || chunks.length < pageSize) return tally.delta;
    after = last.ordinal;
  }
};

const pageSize = 200;
