import type { Tx } from "../client.ts";

/** How the tests of a page ended under a hash within the last hour; null when they were not run. */
export const readTestRun = async (
  tx: Tx,
  hash: Buffer,
): Promise<{ readonly passed: number; readonly failed: number } | null> => {
  const [row] = await tx<{ passed: number; failed: number }[]>`
    select passed, failed from xin.policy_test_runs
    where hash = ${hash} and ran_at > now() - interval '1 hour'`;
  return row ?? null;
};
