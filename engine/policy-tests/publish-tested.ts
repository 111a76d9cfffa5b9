import { readPolicyVersion, readPublishedVersions } from "#db/reads/policies.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import type { Envelope } from "../actions/envelope.ts";
import { publishPolicy, type PublishPolicy } from "../policy/publish-policy.ts";
import { readKnownNames } from "../policy/known-names.ts";
import { noPolicy, requirePolicy } from "../policy/store-version.ts";
import type { Replay } from "../replay/open-replay.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { runPolicyTests } from "./run-policy-tests.ts";

/** A version to publish. With a reason it is published although tests fail. */
export type PublishTested = Omit<PublishPolicy, "gate"> & { readonly override: string | null };

/** A reason that says something, in UTF-16 units. */
const reasonLength = { least: 10, most: 500 };

/**
 * Runs the tests of a version and publishes it when all pass, or when somebody says why it must be published in
 * spite of what fails; that stands in the audit log. Going back to a version that has answered before asks no
 * test: it is how a mistake is mended. Refused as `conflict` when tests fail and no reason is given, as `invalid`
 * when the page names something that is gone, and as `publishPolicy` is.
 */
export const publishTested = async (
  deps: ActionDeps & { readonly replay: Pick<Replay, "question"> },
  env: Envelope,
  { override, ...wanted }: PublishTested,
): ReturnType<typeof publishPolicy> => {
  assertMay(env.actor.role, "policies.publish");
  const { version, isRollback, known } = await deps.db.tenant(env.tenantId, async (tx) => ({
    version: await readPolicyVersion(tx, wanted.policyId, wanted.version),
    isRollback: (await readPublishedVersions(tx, wanted.policyId)).includes(wanted.version),
    known: await readKnownNames(tx),
  }));
  if (version === null) throw noPolicy();
  if (isRollback) return publishPolicy(deps, env, wanted);
  requirePolicy(version.text, known);
  const { passed, failed } = await runPolicyTests(deps.replay, env.tenantId, version.text);
  if (failed === 0) {
    return publishPolicy(deps, env, { ...wanted, gate: { passed, failed, override: null } });
  }
  const reason = override?.trim() ?? "";
  if (reason.length < reasonLength.least || reason.length > reasonLength.most) {
    throw new ActionRefused({
      kind: "conflict",
      message: `${failed} of ${passed + failed} tests of v${wanted.version} fail. Mend the page or the tests, or say in ${reasonLength.least} to ${reasonLength.most} characters why it is published in spite of that.`,
    });
  }
  return publishPolicy(deps, env, { ...wanted, gate: { passed, failed, override: reason } });
};
