import type { Db } from "#db/client.ts";
import { writeTestRun } from "#db/writes/policy-test-runs.ts";
import { readPolicyBasis } from "../policy/read-policy-basis.ts";
import { requirePolicy } from "../policy/store-version.ts";
import type { Replay } from "../replay/open-replay.ts";
import { runPolicyTests, type TestResult, type TestSummary } from "./run-policy-tests.ts";

/** What running tests needs. */
export type TestDeps = { readonly db: Db; readonly replay: Pick<Replay, "question"> };

/** The hash over a page and what answers under it rest on now. */
export const hashNow = async (db: Db, tenantId: string, text: string): Promise<Buffer> => {
  const policy = requirePolicy(text);
  return (await db.tenant(tenantId, (tx) => readPolicyBasis(tx, text, policy))).hash;
};

/**
 * Runs the tests of a page as `runPolicyTests` does and remembers for an hour how they ended, when neither
 * knowledge nor models nor the retrieval config changed meanwhile and nobody broke it off.
 */
export const runVersionTests = async (
  { db, replay }: TestDeps,
  tenantId: string,
  text: string,
  onResult?: (result: TestResult) => void,
  signal?: AbortSignal,
): Promise<TestSummary> => {
  const hash = await hashNow(db, tenantId, text);
  const summary = await runPolicyTests(replay, tenantId, text, onResult, signal);
  if (signal?.aborted !== true && hash.equals(await hashNow(db, tenantId, text))) {
    await db.tenant(tenantId, (tx) => writeTestRun(tx, tenantId, hash, summary));
  }
  return summary;
};
