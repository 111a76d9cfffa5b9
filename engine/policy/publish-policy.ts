import { readPolicyVersion } from "#db/reads/policies.ts";
import { refreshModes } from "#db/writes/modes.ts";
import { lockPolicy, setProductionVersion } from "#db/writes/policies.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import type { Envelope } from "../actions/envelope.ts";
import type { Inverse } from "../actions/outcome.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { announceModes } from "../modes/announce-modes.ts";
import { announceLog } from "../runtime/announce-log.ts";
import { type PublishGate, recordPolicyChange } from "./record-policy-change.ts";
import { noPolicy, requirePolicy } from "./store-version.ts";

/** Which version is to answer visitors. */
export type PublishPolicy = {
  readonly policyId: string;
  readonly version: number;
  /** The version that answered when this was decided, null for none: a colleague's newer word is not undone. */
  readonly replaces?: number | null;
  /** How the version's tests ended, and why it was published in spite of them; for the audit log. */
  readonly gate?: PublishGate;
};

/**
 * Lets a version answer visitors from the next message on; an older one again is a rollback. One policy
 * answers in a workspace: another one that did stops. Needs `policies.publish`; refused as `not_found`, and as
 * `conflict` when another version was published meanwhile.
 * The inverse publishes what answered before, when that was a version of the same policy.
 */
export const publishPolicy = async (
  deps: ActionDeps,
  env: Envelope,
  { policyId, version, replaces, gate }: PublishPolicy,
): Promise<{ readonly version: number; readonly inverse: Inverse | null }> => {
  assertMay(env.actor.role, "policies.publish");
  const done = await deps.db.tenant(env.tenantId, async (tx) => {
    const current = await lockPolicy(tx, policyId);
    const found = await readPolicyVersion(tx, policyId, version);
    if (current === null || found === null) throw noPolicy();
    requirePolicy(found.text);
    const previous = current.productionVersion;
    if (replaces !== undefined && replaces !== previous) throw overtaken(previous);
    if (env.dryRun || previous === version) return { previous, position: null };
    await setProductionVersion(tx, policyId, version);
    await refreshModes(tx);
    const change = { type: "policy.published", policyId, version, previous, gate } as const;
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

const overtaken = (previous: number | null) =>
  new ActionRefused({
    kind: "conflict",
    message: `Somebody published meanwhile: ${previous === null ? "no version" : `v${previous}`} answers visitors now. Look at it, then publish again.`,
  });
