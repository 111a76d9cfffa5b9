import { readStoppedCanary } from "#db/reads/policy-moves.ts";
import { lockModes } from "#db/writes/modes.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import type { Envelope } from "../actions/envelope.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { announcePointer } from "./announce-pointer.ts";
import { CanaryOvertaken, requireCanarySeen } from "./canary-overtaken.ts";
import { movePointer } from "./move-pointer.ts";
import { recordPolicyChange } from "./record-policy-change.ts";
import { setCanary } from "./set-canary.ts";

/** A canary that stopped by itself, by the move that says so. */
export type StoppedAt = { readonly stop: number };

/**
 * Takes a stop back: the same version answers the same share again, and is watched as before. What was counted
 * until then counts no more. Its tests are not asked again; where the canary is protected, a second person is.
 * Needs `policies.publish`; refused as CanaryOvertaken when the pointer has moved since the stop, and as
 * `setCanary` is.
 */
export const startCanaryAgain = async (
  deps: ActionDeps,
  env: Envelope,
  { stop }: StoppedAt,
): ReturnType<typeof setCanary> => {
  assertMay(env.actor.role, "policies.publish");
  const stopped = await deps.db.tenant(env.tenantId, async (tx) => {
    await requireCanarySeen(tx, stop);
    return readStoppedCanary(tx);
  });
  if (stopped === null) throw new CanaryOvertaken("ended");
  const { policyId, version, share, movesRunning, stopsWhen } = stopped;
  const running = movesRunning ? "move" : "stay";
  return setCanary(deps, env, { policyId, version, share, running, stopsWhen, seen: stop });
};

/** Leaves a canary stopped, so that nobody is told of it any more. Needs `policies.publish`; refused as CanaryOvertaken. */
export const leaveCanaryStopped = async (
  deps: ActionDeps,
  env: Envelope,
  { stop }: StoppedAt,
): Promise<void> => {
  assertMay(env.actor.role, "policies.publish");
  const position = await deps.db.tenant(env.tenantId, async (tx) => {
    await lockModes(tx, env.tenantId);
    await requireCanarySeen(tx, stop);
    const stopped = await readStoppedCanary(tx);
    if (stopped === null || env.dryRun) return null;
    const { policyId, version } = stopped;
    const at = deps.clock?.();
    await movePointer(tx, env, { pointer: "canary", to: null, from: null, at });
    return recordPolicyChange(tx, env, { type: "policy.canary-left", policyId, version, at });
  });
  if (position !== null) await announcePointer(deps, env.tenantId, position);
};
