import type { Tx } from "#db/client.ts";
import {
  type PolicyMove,
  readCanary,
  readPolicyMoves,
  readShadow,
} from "#db/reads/policy-moves.ts";
import { readProductionPolicy } from "#db/reads/policies.ts";
import type { PolicyRef } from "./publish-policy.ts";

/** Where the pointers of a workspace stand, and how they came there, newest move first. */
export type Pointers = {
  readonly production: PolicyRef | null;
  readonly canary: PolicyMove | null;
  readonly shadow: PolicyMove | null;
  readonly moves: readonly PolicyMove[];
};

/** Reads it. */
export const readPointers = async (tx: Tx): Promise<Pointers> => {
  const [production, canary, shadow, moves] = await Promise.all([
    readProductionPolicy(tx),
    readCanary(tx),
    readShadow(tx),
    readPolicyMoves(tx),
  ]);
  const { policyId, version } = production ?? {};
  const answers = policyId === undefined || version === undefined ? null : { policyId, version };
  return { production: answers, canary, shadow, moves };
};
