import { readPolicyVersion } from "#db/reads/policies.ts";
import { refreshModes } from "#db/writes/modes.ts";
import { lockPolicy, setProductionVersion } from "#db/writes/policies.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import type { Envelope } from "../actions/envelope.ts";
import type { Inverse } from "../actions/outcome.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { announceModes } from "../modes/announce-modes.ts";
import { announceLog } from "../runtime/announce-log.ts";
import { recordPolicyChange } from "./record-policy-change.ts";
import { noPolicy, requirePolicy } from "./store-version.ts";

/** Which version is to answer visitors. */
export type PublishPolicy = { readonly policyId: string; readonly version: number };

/**
 * Lets a version answer visitors from the next message on; an older one again is a rollback. One policy
 * answers in a workspace: another one that did stops. Needs `policies.publish`; refused as `not_found`.
 * The inverse publishes what answered before, when that was a version of the same policy.
 */
export const publishPolicy = async (
  deps: ActionDeps,
  env: Envelope,
  { policyId, version }: PublishPolicy,
): Promise<{ readonly version: number; readonly inverse: Inverse | null }> => {
  assertMay(env.actor.role, "policies.publish");
  const done = await deps.db.tenant(env.tenantId, async (tx) => {
    const current = await lockPolicy(tx, policyId);
    const found = await readPolicyVersion(tx, policyId, version);
    if (current === null || found === null) throw noPolicy();
    requirePolicy(found.text);
    const previous = current.productionVersion;
    if (env.dryRun || previous === version) return { previous, position: null };
    await setProductionVersion(tx, policyId, version);
    await refreshModes(tx);
    const change = { type: "policy.published", policyId, version, previous } as const;
    return { previous, position: await recordPolicyChange(tx, env, change) };
  });
  if (done.position !== null) {
    announceLog(deps.bus, env.tenantId, done.position);
    announceModes(deps, env.tenantId, null);
  }
  const { previous } = done;
  const undoable = previous !== null && previous !== version;
  return {
    version,
    inverse: undoable ? { action: "publishPolicy", input: { policyId, version: previous } } : null,
  };
};
