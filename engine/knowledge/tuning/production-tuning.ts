import { Schema } from "effect";
import type { Tx } from "#db/client.ts";
import { readProductionConfig, readRetrievalVersion } from "#db/reads/retrieval-configs.ts";
import { defaultTuning, type Tuning, TuningSchema } from "../tuning.ts";

/**
 * The tuning that answers visitors now. One small row, read where the policy is read, in the same
 * transaction: so every node answers by a change from the first question after it.
 */
export const readTuningInUse = async (
  tx: Tx,
): Promise<{ readonly version: number; readonly tuning: Tuning }> => {
  const config = await readProductionConfig(tx);
  if (config === null) return { version: 0, tuning: defaultTuning };
  return { version: config.version, tuning: decode(config.tuning) };
};

/** A version of the tuning, 0 for what Xin comes with; null when the tenant has none such. */
export const readTuningVersion = async (
  tx: Tx,
  version: number,
): Promise<{ readonly version: number; readonly tuning: Tuning } | null> => {
  if (version === 0) return { version, tuning: defaultTuning };
  const row = await readRetrievalVersion(tx, version);
  return row === null ? null : { version, tuning: decode(row.tuning) };
};

/** The same without the number of its version. */
export const readProductionTuning = async (tx: Tx): Promise<Tuning> =>
  (await readTuningInUse(tx)).tuning;

const decode = Schema.decodeUnknownSync(TuningSchema);
