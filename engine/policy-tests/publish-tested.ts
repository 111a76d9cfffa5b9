import { readPolicyVersion, readPublishedVersions } from "#db/reads/policies.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import type { Envelope } from "../actions/envelope.ts";
import { publishPolicy, type PublishPolicy } from "../policy/publish-policy.ts";
import { readKnownNames } from "../policy/known-names.ts";
import { readGone } from "../policy/read-gone.ts";
import { RollbackGone } from "../policy/rollback-gone.ts";
import { noPolicy, requirePolicy } from "../policy/store-version.ts";
import type { Replay } from "../replay/open-replay.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { passGate } from "./pass-gate.ts";

/** A version to publish. With a reason it is published although tests fail. */
export type PublishTested = Omit<PublishPolicy, "gate"> & {
  readonly override: string | null;
  /** Whoever goes back knows what is gone of what the version was written with. */
  readonly acceptsGone?: boolean;
};

/**
 * Runs the tests of a version and publishes it when all pass, or when somebody says why it must be published in
 * spite of what fails; that stands in the audit log. Going back to a version that has answered before asks no
 * test: it is how a mistake is mended. Where something it was written with is gone, that is refused once, as
 * RollbackGone, and done when accepted. Refused as `conflict` when tests fail and no reason is given, as `invalid`
 * when the page names something that is gone, and as `publishPolicy` is.
 */
export const publishTested = async (
  deps: ActionDeps & { readonly replay: Pick<Replay, "question"> },
  env: Envelope,
  { override, acceptsGone = false, ...wanted }: PublishTested,
): ReturnType<typeof publishPolicy> => {
  assertMay(env.actor.role, "policies.publish");
  const { version, isRollback, known } = await deps.db.tenant(env.tenantId, async (tx) => ({
    version: await readPolicyVersion(tx, wanted.policyId, wanted.version),
    isRollback: (await readPublishedVersions(tx, wanted.policyId)).includes(wanted.version),
    known: await readKnownNames(tx),
  }));
  if (version === null) throw noPolicy();
  if (isRollback) {
    const gone = acceptsGone
      ? null
      : await deps.db.tenant(env.tenantId, (tx) => readGone(tx, version));
    if (gone !== null) throw new RollbackGone(wanted.version, gone);
    return publishPolicy(deps, env, wanted);
  }
  requirePolicy(version.text, known);
  const gate = await passGate(deps, env.tenantId, version, override);
  return publishPolicy(deps, env, { ...wanted, gate });
};
