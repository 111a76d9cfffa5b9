import { Schema } from "effect";
import type { Tx } from "#db/client.ts";
import { readProductionConfig } from "#db/reads/retrieval-configs.ts";
import { defaultTuning, type Tuning, TuningSchema } from "../tuning.ts";

/**
 * The tuning that answers visitors now. One small row, read where the policy is read, in the same
 * transaction: so every node answers by a change from the first question after it.
 */
export const readProductionTuning = async (tx: Tx): Promise<Tuning> => {
  const config = await readProductionConfig(tx);
  return config === null ? defaultTuning : decode(config.tuning);
};

const decode = Schema.decodeUnknownSync(TuningSchema);
