import { Schema } from "effect";
import type { Tx } from "#db/client.ts";
import { readProductionConfig, readRetrievalVersion } from "#db/reads/retrieval-configs.ts";
import { defaultTuning, type Tuning, TuningSchema } from "../tuning.ts";

/**
 * The tuning that answers visitors now. One small row, read where the policy is read, in the same
 * transaction: so every node answers by a change from the first question after it.
 */
export const readTuningInUse = async (tx: Tx): Promise<NumberedTuning> => {
  const config = await readProductionConfig(tx);
  if (config === null) return { version: 0, tuning: defaultTuning };
  return { version: config.version, tuning: decode(config.tuning) };
};

/** A tuning and the number of its version; 0 is what Xin comes with. */
export type NumberedTuning = { readonly version: number; readonly tuning: Tuning };

/** The tuning a policy is tied to; the one in use where it names none, or one that is gone. */
export const readTuningFor = async (
  tx: Tx,
  policy: { readonly settings: { readonly retrieval: number | null } } | null,
  inUse: NumberedTuning,
): Promise<NumberedTuning> => {
  const named = policy?.settings.retrieval ?? null;
  if (named === null || named === inUse.version) return inUse;
  if (named === 0) return { version: 0, tuning: defaultTuning };
  const row = await readRetrievalVersion(tx, named);
  return row === null ? inUse : { version: named, tuning: decode(row.tuning) };
};

/** The same without the number of its version. */
export const readProductionTuning = async (tx: Tx): Promise<Tuning> =>
  (await readTuningInUse(tx)).tuning;

const decode = Schema.decodeUnknownSync(TuningSchema);
