import { isId } from "#app/server/is-id.ts";
import type { PolicyRef } from "#engine/policy/publish-policy.ts";

/** A version as `policyRefField` wrote it; null for nothing. */
export const readPolicyRef = (written: string): PolicyRef | null => {
  const [policyId, version = ""] = written.split("/");
  return isId(policyId) && /^\d{1,9}$/.test(version)
    ? { policyId, version: Number(version) }
    : null;
};
