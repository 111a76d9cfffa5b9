import {
  type PolicyVersion,
  readPolicyVersion,
  readProductionPolicy,
  readPublishedVersions,
} from "#db/reads/policies.ts";
import { readPointerProtection } from "#db/reads/pointer-protection.ts";
import { lockModes } from "#db/writes/modes.ts";
import { lockPolicy } from "#db/writes/policies.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import type { Envelope } from "../actions/envelope.ts";
import type { Inverse } from "../actions/outcome.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { announcePointer } from "./announce-pointer.ts";
import { announceRequests } from "./announce-requests.ts";
import { askSecondPerson } from "./ask-second-person.ts";
import { PublishOvertaken } from "./publish-overtaken.ts";
import { putInProduction } from "./put-in-production.ts";
import type { PublishGate } from "./record-policy-change.ts";
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

/** What came of it: the version, and the request that waits for a second person, null where it answers now. */
export type Published = {
  readonly version: number;
  readonly requestId: string | null;
  readonly inverse: Inverse | null;
};

/**
 * Lets a version answer visitors from the next message on; an older one again is a rollback. Where the workspace
 * protects the pointer, a second person is asked first: `requestId` names what waits then, and nothing else changes. One policy
 * answers in a workspace: another one that did stops. From the moment this is answered nothing is done under a
 * looser mode than the version's. Needs `policies.publish`; refused as `not_found`, and as `conflict` when
 * something else was published meanwhile.
 * The inverse publishes what answered before, when that was a version of the same policy.
 */
export const publishPolicy = async (
  deps: ActionDeps,
  env: Envelope,
  { policyId, version, replaces, running = "move", gate }: PublishPolicy,
): Promise<Published> => {
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
    const nothing = { previous, position: null, requestId: null };
    if (env.dryRun || previous === version) return nothing;
    const to = { policyId, version };
    const protection = await readPointerProtection(tx);
    const isRollback = (await readPublishedVersions(tx, policyId)).includes(version);
    if (protection.production && !(isRollback && protection.rollbackAlone)) {
      const movesRunning = running === "move";
      const wish = {
        pointer: "production",
        to,
        answering,
        movesRunning,
        isRollback,
        gate,
      } as const;
      return { previous, ...(await askSecondPerson(tx, env, wish)) };
    }
    const position = await putInProduction(tx, env, {
      to,
      answering,
      previous,
      running,
      gate,
      at: deps.clock?.(),
      againstProtection: protection.production,
    });
    return { ...nothing, position };
  });
  const { previous, position, requestId } = done;
  if (requestId !== null) announceRequests(deps, env.tenantId, position);
  else if (position !== null) await announcePointer(deps, env.tenantId, position);
  const undoable = position !== null && requestId === null && previous !== null;
  return {
    version,
    requestId,
    inverse: undoable ? { action: "publishPolicy", input: { policyId, version: previous } } : null,
  };
};

/** Refuses what was decided while something else answered. */
const assertAnswers = (now: PolicyVersion | null, expected: PolicyRef | null): void => {
  if (now?.policyId === expected?.policyId && now?.version === expected?.version) return;
  throw new PublishOvertaken(now);
};
