import type { Tx } from "#db/client.ts";
import type { PolicyVersion } from "#db/reads/policies.ts";
import { readCanary } from "#db/reads/policy-moves.ts";
import type { PointedVersion } from "#db/writes/policy-moves.ts";
import { setProductionVersion } from "#db/writes/policies.ts";
import type { Envelope } from "../actions/envelope.ts";
import { movePointer } from "./move-pointer.ts";
import { type PolicyChange, recordPolicyChange } from "./record-policy-change.ts";

/** A version that takes the place of what answers visitors. */
export type PutInProduction = Pick<
  PolicyChange,
  "gate" | "at" | "requestId" | "againstProtection"
> & {
  readonly to: PointedVersion;
  /** What answers now, of any policy. */
  readonly answering: PolicyVersion | null;
  /** What the policy's own pointer stands on. */
  readonly previous: number | null;
  readonly running: "move" | "stay";
};

/** Moves the production pointer, and ends a canary of the same version. The modes and the policy must be locked. Answers the position. */
export const putInProduction = async (
  tx: Tx,
  env: Envelope,
  { to, answering, previous, running, ...how }: PutInProduction,
): Promise<number> => {
  const canary = await readCanary(tx);
  const endsCanary = canary?.policyId === to.policyId && canary.version === to.version;
  // Where nothing answered there is nothing to stay on, and a canary's own conversations are on it already.
  const movesRunning = running === "move" || answering === null || endsCanary;
  const { at } = how;
  await setProductionVersion(tx, to.policyId, to.version);
  await movePointer(tx, env, { pointer: "production", to, from: answering, movesRunning, at });
  if (endsCanary) await movePointer(tx, env, { pointer: "canary", to: null, from: to, at });
  return recordPolicyChange(tx, env, {
    type: "policy.published",
    ...to,
    previous,
    movesRunning,
    ...how,
  });
};
