import type { Tx } from "#db/client.ts";
import { readModelNames } from "#db/reads/model-providers.ts";
import { readRetrievalPointer } from "#db/reads/retrieval-configs.ts";

/** What a page may name besides itself. A stored page was checked when it was saved, and is read without. */
export type KnownNames = {
  /** Names of the workspace's models. */
  readonly models: readonly string[];
  /** Number of the newest version of the retrieval config; 0 when none was saved. */
  readonly retrieval: number;
};

/** Reads what the pages of a workspace may name now. */
export const readKnownNames = async (tx: Tx): Promise<KnownNames> => {
  const [models, { last }] = await Promise.all([readModelNames(tx), readRetrievalPointer(tx)]);
  return { models, retrieval: last };
};
