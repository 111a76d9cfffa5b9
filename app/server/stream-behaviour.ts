import { readPolicyVersion } from "#db/reads/policies.ts";
import { toWireError } from "#engine/actions/wire-error.ts";
import type { BehaviourLine } from "#engine/behaviour/behaviour-diff.ts";
import { compareBehaviour, type CompareBehaviour } from "#engine/behaviour/compare-behaviour.ts";
import { noPolicy } from "#engine/policy/store-version.ts";
import type { Services } from "#engine/runtime/services.ts";
import { streamLines } from "./stream-lines.ts";

/**
 * Asks the same questions under two versions and answers lines of JSON: each as it is answered, then the sums. Ends
 * when `signal` does. Refused as `not_found` before the first line when there is no such version.
 */
export const streamBehaviour = async (
  services: Pick<Services, "db" | "log" | "replay">,
  tenantId: string,
  wanted: CompareBehaviour,
  signal: AbortSignal,
): Promise<Response> => {
  const { before, after } = wanted;
  const areThere = await services.db.tenant(
    tenantId,
    async (tx) =>
      (await readPolicyVersion(tx, before.policyId, before.version)) !== null &&
      (await readPolicyVersion(tx, after.policyId, after.version)) !== null,
  );
  if (!areThere) throw noPolicy();
  return streamLines({ signal }, async (write: (line: BehaviourLine) => void) => {
    try {
      const sums = await compareBehaviour(
        services,
        tenantId,
        wanted,
        (change) => write({ type: "change", change }),
        signal,
      );
      write({ type: "end", sums });
    } catch (error) {
      if (signal.aborted) return;
      const problem = toWireError(error);
      if (problem.kind === "internal") {
        services.log.error({ err: error }, "comparing versions failed");
      }
      write({ type: "problem", problem });
    }
  });
};
