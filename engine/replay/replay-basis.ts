import { Schema } from "effect";
import type { Decision } from "#contract/decision.ts";
import type { Tx } from "#db/client.ts";
import { type ModelProvider, readModelProviders } from "#db/reads/model-providers.ts";
import { readPolicyVersion, readProductionPolicy } from "#db/reads/policies.ts";
import { readRetrievalVersion } from "#db/reads/retrieval-configs.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import { type HeldLines, readHeldLines } from "../knowledge/tuning/held-lines.ts";
import { readTuningFor, readTuningInUse } from "../knowledge/tuning/production-tuning.ts";
import { defaultTuning, type Tuning, TuningSchema } from "../knowledge/tuning.ts";
import { parsePolicy } from "../policy/parse-policy.ts";
import type { Policy } from "../policy/policy.ts";
import { noPolicy, requirePolicy } from "../policy/store-version.ts";
import { readTenantName } from "../reply/reply-material.ts";
import type { ReplayVersion } from "./replay-version.ts";

/** What every answer under a version is made from. */
export type VersionBasis = {
  readonly tenantName: string;
  /** Null where none is published: then the AI is off. */
  readonly policy: Policy | null;
  readonly tuning: Tuning;
  /** Those that hold now: a replay asks what would happen today. */
  readonly lines: HeldLines;
  readonly models: readonly ModelProvider[];
};

/**
 * Reads what a version stands for, for the answer a decision recorded, or for a question without one ("recorded"
 * is then what is in production). Refused as `not_found` when there is no such version, as `invalid` when a
 * text is no policy.
 */
export const readVersionBasis = async (
  tx: Tx,
  version: ReplayVersion,
  recorded: Decision | null,
): Promise<VersionBasis> => {
  const [policy, tenantName, models] = await Promise.all([
    readPolicy(tx, version.policy, recorded),
    readTenantName(tx),
    readModelProviders(tx),
  ]);
  const tuning = await readTuning(tx, version.tuning, recorded, policy);
  return { tenantName, policy, tuning, lines: await readHeldLines(tx, tuning), models };
};

const readPolicy = async (
  tx: Tx,
  wanted: ReplayVersion["policy"],
  recorded: Decision | null,
): Promise<Policy | null> => {
  if (typeof wanted === "object" && "text" in wanted) return requirePolicy(wanted.text);
  if (typeof wanted === "object") {
    const found = await readPolicyVersion(tx, wanted.policyId, wanted.version);
    if (found === null) throw noPolicy();
    return parsed(found.text);
  }
  const { policy } = recorded ?? { policy: null };
  const found =
    wanted === "recorded" && policy !== null
      ? await readPolicyVersion(tx, policy.id, policy.version)
      : await readProductionPolicy(tx);
  return found === null ? null : parsed(found.text);
};

/** A page that was stored under an older grammar and cannot be read any more answers nothing, as in production. */
const parsed = (text: string): Policy | null => {
  const result = parsePolicy(text);
  return result.ok ? result.policy : null;
};

const readTuning = async (
  tx: Tx,
  wanted: ReplayVersion["tuning"],
  recorded: Decision | null,
  policy: Policy | null,
): Promise<Tuning> => {
  const then = recorded?.retrieval?.configVersion ?? null;
  if (wanted === "production" || (wanted === "recorded" && then === null)) {
    return (await readTuningFor(tx, policy, await readTuningInUse(tx))).tuning;
  }
  const number = wanted === "recorded" ? (then ?? 0) : wanted.version;
  if (number === 0) return defaultTuning;
  const row = await readRetrievalVersion(tx, number);
  if (row !== null) return decode(row.tuning);
  throw new ActionRefused({
    kind: "not_found",
    message: `There is no retrieval config r${number}.`,
  });
};

const decode = Schema.decodeUnknownSync(TuningSchema);
