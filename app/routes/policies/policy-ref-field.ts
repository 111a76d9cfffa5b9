import type { PolicyRef } from "#engine/policy/publish-policy.ts";

/** The field of a form that `readPolicyRef` reads: what answered when the page was drawn; empty for nothing. */
export const policyRefField = (ref: PolicyRef | null): string =>
  ref === null ? "" : `${ref.policyId}/${ref.version}`;
