import { type PolicyVersion, readPolicyVersion, readProductionPolicy } from "#db/reads/policies.ts";
import { readCanary } from "#db/reads/policy-moves.ts";
import { lockModes, refreshModes } from "#db/writes/modes.ts";
import { lockPolicy, setProductionVersion } from "#db/writes/policies.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import type { Envelope } from "../actions/envelope.ts";
import type { Inverse } from "../actions/outcome.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { announceModes } from "../modes/announce-modes.ts";
import { announceLog } from "../runtime/announce-log.ts";
import { movePointer } from "./move-pointer.ts";
import { PublishOvertaken } from "./publish-overtaken.ts";
import { type PublishGate, recordPolicyChange } from "./record-policy-change.ts";
import { noPolicy, requirePolicy } from "./store-version.ts";

/** A version of a policy. */
export type PolicyRef = { readonly policyId: string; readonly version: number };

/** Which version is to answer visitors. */
export type PublishPolicy = {
  readonly policyId: string;
  readonly version: number;
  /** What answered visitors when this was decided, null for nothing: a colleague's newer word is not undone. */
  readonly replaces?: PolicyRef | null;
  /** What becomes of conversations that are open: they move along, or stay on the version they have. */
  readonly running?: "move" | "stay";
  /** How the version's tests ended, and why it was published in spite of them; for the audit log. */
  readonly gate?: PublishGate;
};

/**
 * Lets a version answer visitors from the next message on; an older one again is a rollback. One policy
 * answers in a workspace: another one that did stops. From the moment this is answered nothing is done under a
 * looser mode than the version's. Needs `policies.publish`; refused as `not_found`, and as `conflict` when
 * something else was published meanwhile.
 * The inverse publishes what answered before, when that was a version of the same policy.
 */
export const publishPolicy = async (
  deps: ActionDeps,
  env: Envelope,
  { policyId, version, replaces, running = "move", gate }: PublishPolicy,
): Promise<{ readonly version: number; readonly inverse: Inverse | null }> => {
  assertMay(env.actor.role, "policies.publish");
  const done = await deps.db.tenant(env.tenantId, async (tx) => {
    // First of all: whoever publishes or goes back, any policy of the workspace, does so one after the other.
    await lockModes(tx, env.tenantId);
    const current = await lockPolicy(tx, policyId);
    const found = await readPolicyVersion(tx, policyId, version);
    if (current === null || found === null) throw noPolicy();
    requirePolicy(found.text);
    const answering = await readProductionPolicy(tx);
    if (replaces !== undefined) assertAnswers(answering, replaces);
    const previous = current.productionVersion;
    if (env.dryRun || previous === version) return { previous, position: null };
    const canary = await readCanary(tx);
    const endsCanary = canary?.policyId === policyId && canary.version === version;
    // Where nothing answered there is nothing to stay on, and a canary's own conversations are on it already.
    const movesRunning = running === "move" || answering === null || endsCanary;
    const to = { policyId, version };
    const at = deps.clock?.();
    await setProductionVersion(tx, policyId, version);
    const move = { pointer: "production", to, from: answering, movesRunning, at } as const;
    await movePointer(tx, env, move);
    if (endsCanary) await movePointer(tx, env, { pointer: "canary", to: null, from: to, at });
    const change = { type: "policy.published", ...to, previous, movesRunning, gate, at } as const;
    return { previous, position: await recordPolicyChange(tx, env, change) };
  });
  if (done.position !== null) {
    // In a transaction of its own: it locks conversations, which come before modes in the order of locks.
    await deps.db.tenant(env.tenantId, refreshModes);
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

/** Refuses what was decided while something else answered. */
const assertAnswers = (now: PolicyVersion | null, expected: PolicyRef | null): void => {
  if (now?.policyId === expected?.policyId && now?.version === expected?.version) return;
  throw new PublishOvertaken(now);
};
