import { readPolicyVersion } from "#db/reads/policies.ts";
import { readShadow } from "#db/reads/policy-moves.ts";
import { lockModes } from "#db/writes/modes.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import type { Envelope } from "../actions/envelope.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { announceRequests } from "./announce-requests.ts";
import { readKnownNames } from "./known-names.ts";
import { movePointer } from "./move-pointer.ts";
import { pointedVersion } from "./pointed-version.ts";
import { recordPolicyChange } from "./record-policy-change.ts";
import { noPolicy, requirePolicy } from "./store-version.ts";

/** A version that is to decide silently. */
export type SetShadow = {
  readonly policyId: string;
  readonly version: number;
  /** Of the conversations, from .01 to 1. */
  readonly share: number;
};

/**
 * Lets a version decide silently about a share of the conversations, drawn as a canary's are, beside what answers
 * them: nobody is told, nothing is done, and its models cost what they cost. One shadow runs at a time. Needs
 * `policies.publish`; refused as `not_found`, and as `invalid` for a share out of bounds and a page that names what
 * is gone.
 */
export const setShadow = async (
  deps: ActionDeps,
  env: Envelope,
  { policyId, version, share }: SetShadow,
): Promise<{ readonly share: number }> => {
  assertMay(env.actor.role, "policies.publish");
  if (!(share >= 0.01 && share <= 1)) {
    throw new ActionRefused({ kind: "invalid", message: "A shadow has a share of 1 to 100 %." });
  }
  const position = await deps.db.tenant(env.tenantId, async (tx) => {
    await lockModes(tx, env.tenantId);
    const found = await readPolicyVersion(tx, policyId, version);
    if (found === null) throw noPolicy();
    requirePolicy(found.text, await readKnownNames(tx));
    if (env.dryRun) return null;
    const to = { policyId, version };
    const from = pointedVersion(await readShadow(tx));
    const at = deps.clock?.();
    await movePointer(tx, env, { pointer: "shadow", to, from, share, at });
    const change = { type: "policy.shadow-set", ...to, previous: from?.version ?? null } as const;
    return recordPolicyChange(tx, env, { ...change, share, at });
  });
  if (position !== null) announceRequests(deps, env.tenantId, position);
  return { share };
};

/** Ends the shadow. What it decided stays to be compared. Changes nothing when there is none. */
export const endShadow = async (deps: ActionDeps, env: Envelope): Promise<void> => {
  assertMay(env.actor.role, "policies.publish");
  const position = await deps.db.tenant(env.tenantId, async (tx) => {
    await lockModes(tx, env.tenantId);
    const from = pointedVersion(await readShadow(tx));
    if (from === null || env.dryRun) return null;
    const at = deps.clock?.();
    await movePointer(tx, env, { pointer: "shadow", to: null, from, at });
    return recordPolicyChange(tx, env, { type: "policy.shadow-ended", ...from, at });
  });
  if (position !== null) announceRequests(deps, env.tenantId, position);
};
