import type { PolicyVersion } from "#db/reads/policies.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import type { PublishGate } from "../policy/record-policy-change.ts";
import type { Replay } from "../replay/open-replay.ts";
import { runPolicyTests } from "./run-policy-tests.ts";

/** A reason that says something, in UTF-16 units. */
const reasonLength = { least: 10, most: 500 };

/**
 * Runs the tests of a version and answers how they ended. Refused as `conflict` when some fail and nobody says
 * why it should answer visitors in spite of that.
 */
export const passGate = async (
  replay: Pick<Replay, "question">,
  tenantId: string,
  { text, version }: Pick<PolicyVersion, "text" | "version">,
  override: string | null,
): Promise<PublishGate> => {
  const { passed, failed } = await runPolicyTests(replay, tenantId, text);
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
