import { readPolicyVersion, readProductionPolicy } from "#db/reads/policies.ts";
import { type PolicyMove, readCanary } from "#db/reads/policy-moves.ts";
import { lockModes, refreshModes } from "#db/writes/modes.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import type { Envelope } from "../actions/envelope.ts";
import { announceModes } from "../modes/announce-modes.ts";
import { announceLog } from "../runtime/announce-log.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { readKnownNames } from "./known-names.ts";
import { movePointer } from "./move-pointer.ts";
import { type PublishGate, recordPolicyChange } from "./record-policy-change.ts";
import { noPolicy, requirePolicy } from "./store-version.ts";

/** A version that is to answer a share of the conversations. */
export type SetCanary = {
  readonly policyId: string;
  readonly version: number;
  /** Of the conversations, from .01 to .5. */
  readonly share: number;
  /** Whether open conversations are drawn as well; those that are not opened anew otherwise. */
  readonly running?: "move" | "stay";
  /** How the version's tests ended, for the audit log. */
  readonly gate?: PublishGate;
};

/**
 * Lets a version answer a share of the conversations, drawn by a number that is always the same for a
 * conversation: a larger share keeps those that a smaller one had. One canary runs at a time. Needs
 * `policies.publish`; refused as `not_found`, and as `invalid` for a version that answers everybody already, a
 * share out of bounds, and a page that names what is gone.
 */
export const setCanary = async (
  deps: ActionDeps,
  env: Envelope,
  { policyId, version, share, running = "stay", gate }: SetCanary,
): Promise<{ readonly share: number }> => {
  assertMay(env.actor.role, "policies.publish");
  if (!(share >= 0.01 && share <= 0.5)) throw refused("A canary has a share of 1 to 50 %.");
  const to = { policyId, version };
  const position = await deps.db.tenant(env.tenantId, async (tx) => {
    await lockModes(tx, env.tenantId);
    const found = await readPolicyVersion(tx, policyId, version);
    if (found === null) throw noPolicy();
    requirePolicy(found.text, await readKnownNames(tx));
    const production = await readProductionPolicy(tx);
    if (production === null) throw refused("Nothing answers yet: publish a version first.");
    if (production.policyId === policyId && production.version === version) {
      throw refused(`v${version} answers everybody already.`);
    }
    if (env.dryRun) return null;
    const from = pointed(await readCanary(tx));
    const movesRunning = running === "move";
    const at = deps.clock?.();
    await movePointer(tx, env, { pointer: "canary", to, from, movesRunning, share, at });
    const change = { type: "policy.canary-set", ...to, previous: from?.version ?? null } as const;
    return recordPolicyChange(tx, env, { ...change, movesRunning, share, gate, at });
  });
  await announceMove(deps, env.tenantId, position);
  return { share };
};

/** Ends the canary: its conversations go on under what is in production. Changes nothing when there is none. */
export const endCanary = async (deps: ActionDeps, env: Envelope): Promise<void> => {
  assertMay(env.actor.role, "policies.publish");
  const position = await deps.db.tenant(env.tenantId, async (tx) => {
    await lockModes(tx, env.tenantId);
    const from = pointed(await readCanary(tx));
    if (from === null || env.dryRun) return null;
    const at = deps.clock?.();
    await movePointer(tx, env, { pointer: "canary", to: null, from, at });
    return recordPolicyChange(tx, env, { type: "policy.canary-ended", ...from, at });
  });
  await announceMove(deps, env.tenantId, position);
};

const announceMove = async (deps: ActionDeps, tenantId: string, position: number | null) => {
  if (position === null) return;
  await deps.db.tenant(tenantId, refreshModes);
  announceLog(deps.bus, tenantId, position);
  announceModes(deps, tenantId, null);
};

const pointed = (canary: PolicyMove | null) =>
  canary === null || canary.policyId === null || canary.version === null
    ? null
    : { policyId: canary.policyId, version: canary.version };

const refused = (message: string) => new ActionRefused({ kind: "invalid", message });
