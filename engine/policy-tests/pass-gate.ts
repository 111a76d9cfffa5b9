import type { PolicyVersion } from "#db/reads/policies.ts";
import { readTestRun } from "#db/reads/policy-test-runs.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import type { PublishGate } from "../policy/record-policy-change.ts";
import { hashNow, runVersionTests, type TestDeps } from "./run-version-tests.ts";

/** A reason that says something, in UTF-16 units. */
const reasonLength = { least: 10, most: 500 };

/**
 * Answers how the tests of a version end: as they did within the last hour when all passed or a reason is given, and
 * nothing that answers rest on has changed since; else they are run. Refused as `conflict` when some fail and nobody says
 * why it should answer visitors in spite of that.
 */
export const passGate = async (
  deps: TestDeps,
  tenantId: string,
  { text, version }: Pick<PolicyVersion, "text" | "version">,
  override: string | null,
): Promise<PublishGate> => {
  const hash = await hashNow(deps.db, tenantId, text);
  const known = await deps.db.tenant(tenantId, (tx) => readTestRun(tx, hash));
  const counts = known !== null && (known.failed === 0 || override !== null);
  const { passed, failed } = counts ? known : await runVersionTests(deps, tenantId, text);
  if (failed === 0) return { passed, failed, override: null };
  const reason = override?.trim() ?? "";
  if (reason.length < reasonLength.least || reason.length > reasonLength.most) {
    throw new ActionRefused({
      kind: "conflict",
      message: `${failed} of ${passed + failed} tests of v${version} fail. Mend the page or the tests, or say in ${reasonLength.least} to ${reasonLength.most} characters why it is published in spite of that.`,
    });
  }
  return { passed, failed, override: reason };
};
