import type { Tx } from "#db/client.ts";
import { type CanaryRule, readCanary } from "#db/reads/policy-moves.ts";
import type { PointedVersion } from "#db/writes/policy-moves.ts";
import type { Envelope } from "../actions/envelope.ts";
import { movePointer } from "./move-pointer.ts";
import { pointedVersion } from "./pointed-version.ts";
import { type PolicyChange, recordPolicyChange } from "./record-policy-change.ts";

/** A version that answers a share of the conversations from now on. */
export type PutInCanary = Pick<PolicyChange, "gate" | "at" | "requestId"> & {
  readonly to: PointedVersion;
  /** Of the conversations, 0 to 1. */
  readonly share: number;
  readonly movesRunning: boolean;
  /** What stops it by itself; null for nothing. */
  readonly stopsWhen: CanaryRule | null;
};

/** Moves the canary's pointer. The modes must be locked. Answers the position in the tenant's log. */
export const putInCanary = async (
  tx: Tx,
  env: Envelope,
  { to, share, movesRunning, stopsWhen, ...how }: PutInCanary,
): Promise<number> => {
  const from = pointedVersion(await readCanary(tx));
  const { at } = how;
  await movePointer(tx, env, { pointer: "canary", to, from, movesRunning, share, stopsWhen, at });
  const previous = from?.version ?? null;
  const change = { type: "policy.canary-set", ...to, previous, movesRunning, share } as const;
  return recordPolicyChange(tx, env, { ...change, ...how });
};
