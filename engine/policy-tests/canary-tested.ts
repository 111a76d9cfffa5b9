import { readPolicyVersion } from "#db/reads/policies.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import type { Envelope } from "../actions/envelope.ts";
import { setCanary, type SetCanary } from "../policy/set-canary.ts";
import { noPolicy } from "../policy/store-version.ts";
import type { Replay } from "../replay/open-replay.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { passGate } from "./pass-gate.ts";

/**
 * Runs the tests of a version and lets it answer a share of the conversations when all pass, or when somebody says
 * why it should in spite of what fails. Refused as `conflict` otherwise, and as `setCanary` is.
 */
export const canaryTested = async (
  deps: ActionDeps & { readonly replay: Pick<Replay, "question"> },
  env: Envelope,
  { override, ...wanted }: Omit<SetCanary, "gate"> & { readonly override: string | null },
): ReturnType<typeof setCanary> => {
  assertMay(env.actor.role, "policies.publish");
  const version = await deps.db.tenant(env.tenantId, (tx) =>
    readPolicyVersion(tx, wanted.policyId, wanted.version),
  );
  if (version === null) throw noPolicy();
  // What can be refused without asking a model is refused first.
  await setCanary(deps, { ...env, dryRun: true }, wanted);
  const gate = await passGate(deps, env.tenantId, version, override);
  return setCanary(deps, env, { ...wanted, gate });
};
