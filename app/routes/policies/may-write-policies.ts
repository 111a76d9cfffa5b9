import type { Principal } from "#engine/tenancy/principal.ts";

/** Authors, admins and owners write policies; operators and viewers read them. */
export const mayWritePolicies = (role: Principal["role"]): boolean =>
  role !== "viewer" && role !== "operator";
