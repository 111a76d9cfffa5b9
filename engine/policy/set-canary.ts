import { readPolicyVersion, readProductionPolicy } from "#db/reads/policies.ts";
import { readPointerProtection } from "#db/reads/pointer-protection.ts";
import { type CanaryRule, readCanary } from "#db/reads/policy-moves.ts";
import { lockModes } from "#db/writes/modes.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import type { Envelope } from "../actions/envelope.ts";
import { checkCanaryRule, defaultCanaryRule } from "../policy-canary/canary-rule.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { announcePointer } from "./announce-pointer.ts";
import { announceRequests } from "./announce-requests.ts";
import { askSecondPerson } from "./ask-second-person.ts";
import { requireCanarySeen } from "./canary-overtaken.ts";
import { readKnownNames } from "./known-names.ts";
import { movePointer } from "./move-pointer.ts";
import { pointedVersion } from "./pointed-version.ts";
import { putInCanary } from "./put-in-canary.ts";
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
  /** What stops it by itself when it is clearly worse; null for nothing, and without it what is usual. */
  readonly stopsWhen?: CanaryRule | null;
  /** The canary's newest move when this was decided, 0 for none ever: a later one refuses it as CanaryOvertaken. */
  readonly seen?: number | undefined;
  /** How the version's tests ended, for the audit log. */
  readonly gate?: PublishGate;
};

/**
 * Lets a version answer a share of the conversations, drawn by a number that is always the same for a
 * conversation: a larger share keeps those that a smaller one had. One canary runs at a time. Where the workspace
 * protects the canary, a second person is asked first: `requestId` names what waits then. Needs
 * `policies.publish`; refused as `not_found`, and as `invalid` for a version that answers everybody already, a
 * share out of bounds, and a page that names what is gone.
 */
export const setCanary = async (
  deps: ActionDeps,
  env: Envelope,
  { policyId, version, share, running = "stay", gate, seen, ...rest }: SetCanary,
): Promise<{ readonly share: number; readonly requestId: string | null }> => {
  assertMay(env.actor.role, "policies.publish");
  if (!(share >= 0.01 && share <= 0.5)) throw refused("A canary has a share of 1 to 50 %.");
  const { stopsWhen = defaultCanaryRule } = rest;
  checkCanaryRule(stopsWhen);
  const to = { policyId, version };
  const done = await deps.db.tenant(env.tenantId, async (tx) => {
    await lockModes(tx, env.tenantId);
    await requireCanarySeen(tx, seen);
    const found = await readPolicyVersion(tx, policyId, version);
    if (found === null) throw noPolicy();
    requirePolicy(found.text, await readKnownNames(tx));
    const production = await readProductionPolicy(tx);
    if (production === null) throw refused("Nothing answers yet: publish a version first.");
    if (production.policyId === policyId && production.version === version) {
      throw refused(`v${version} answers everybody already.`);
    }
    if (env.dryRun) return { position: null, requestId: null };
    const movesRunning = running === "move";
    if ((await readPointerProtection(tx)).canary) {
      const answering = { policyId: production.policyId, version: production.version };
      const wish = { pointer: "canary", to, answering, movesRunning, share, stopsWhen } as const;
      return askSecondPerson(tx, env, { ...wish, gate, isRollback: false });
    }
    const at = deps.clock?.();
    const how = { to, movesRunning, share, stopsWhen, gate, at };
    const position = await putInCanary(tx, env, how);
    return { position, requestId: null };
  });
  const { position, requestId } = done;
  if (requestId !== null) announceRequests(deps, env.tenantId, position);
  else if (position !== null) await announcePointer(deps, env.tenantId, position);
  return { share, requestId };
};

/**
 * Ends the canary: its conversations go on under what is in production. Changes nothing when there is none. With
 * `seen`, its newest move when this was decided, it is refused as CanaryOvertaken when it has moved since.
 */
export const endCanary = async (
  deps: ActionDeps,
  env: Envelope,
  { seen }: Pick<SetCanary, "seen"> = {},
): Promise<void> => {
  assertMay(env.actor.role, "policies.publish");
  const position = await deps.db.tenant(env.tenantId, async (tx) => {
    await lockModes(tx, env.tenantId);
    await requireCanarySeen(tx, seen);
    const from = pointedVersion(await readCanary(tx));
    if (from === null || env.dryRun) return null;
    const at = deps.clock?.();
    await movePointer(tx, env, { pointer: "canary", to: null, from, at });
    return recordPolicyChange(tx, env, { type: "policy.canary-ended", ...from, at });
  });
  if (position !== null) await announcePointer(deps, env.tenantId, position);
};

const refused = (message: string) => new ActionRefused({ kind: "invalid", message });
