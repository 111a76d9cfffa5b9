import type { Tx } from "../client.ts";

/** How a run of tests ended. */
export type TestRunSums = { readonly passed: number; readonly failed: number };

/** Keeps how the tests of a page ended under a hash, in place of an earlier run, and forgets those of days ago. */
export const writeTestRun = async (
  tx: Tx,
  tenantId: string,
  hash: Buffer,
  { passed, failed }: TestRunSums,
): Promise<void> => {
  await tx`delete from xin.policy_test_runs where ran_at < now() - interval '2 days'`;
  await tx`insert into xin.policy_test_runs (tenant_id, hash, passed, failed)
    values (${tenantId}, ${hash}, ${passed}, ${failed})
    on conflict (tenant_id, hash) do update
    set passed = excluded.passed, failed = excluded.failed, ran_at = now()`;
};
