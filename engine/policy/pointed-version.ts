import type { PolicyMove } from "#db/reads/policy-moves.ts";
import type { PointedVersion } from "#db/writes/policy-moves.ts";

/** The version that a pointer stands on by its newest move; null for none. */
export const pointedVersion = (move: PolicyMove | null): PointedVersion | null =>
  move === null || move.policyId === null || move.version === null
    ? null
    : { policyId: move.policyId, version: move.version };
