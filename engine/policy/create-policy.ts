import { v7 as uuidv7 } from "uuid";
import { insertPolicy } from "#db/writes/policies.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import type { Envelope } from "../actions/envelope.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { announceLog } from "../runtime/announce-log.ts";
import { readKnownNames } from "./known-names.ts";
import { recordPolicyChange } from "./record-policy-change.ts";
import { requireNote, requirePolicy, storeVersion } from "./store-version.ts";

/** A new policy with its first version. */
export type CreatePolicy = {
  readonly name: string;
  readonly text: string;
  readonly note?: string | null;
};

/**
 * Creates a policy. It answers nobody before it is published. Needs `policies.write`; refused as
 * `invalid` when the name is blank or longer than 100 characters, or when the text has a problem.
 */
export const createPolicy = async (
  deps: ActionDeps,
  env: Envelope,
  { name, text, note = null }: CreatePolicy,
): Promise<{ readonly policyId: string; readonly version: number }> => {
  assertMay(env.actor.role, "policies.write");
  if (name.trim() === "" || name.length > 100) {
    throw new ActionRefused({
      kind: "invalid",
      message: "A policy needs a name of 1 to 100 characters.",
    });
  }
  const policy = requirePolicy(text, await deps.db.tenant(env.tenantId, readKnownNames));
  const noted = requireNote(note);
  const policyId = uuidv7();
  if (env.dryRun) return { policyId, version: 1 };
  const position = await deps.db.tenant(env.tenantId, async (tx) => {
    await insertPolicy(tx, env.tenantId, policyId, name.trim());
    const at = deps.clock?.();
    await storeVersion(tx, env, { policyId, version: 1, text, policy, note: noted, at });
    return recordPolicyChange(tx, env, { type: "policy.created", policyId, version: 1, at });
  });
  announceLog(deps.bus, env.tenantId, position);
  return { policyId, version: 1 };
};
