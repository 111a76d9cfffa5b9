import type { PolicyTest } from "../policy/policy.ts";
import { requirePolicy } from "../policy/store-version.ts";
import type { Replay } from "../replay/open-replay.ts";
import { type UnmetExpectation, unmetExpectations } from "./unmet-expectation.ts";

/** How a test of a policy ended. */
export type TestResult = {
  /** Which of the page's tests it is, from 0. */
  readonly index: number;
  readonly test: PolicyTest;
  readonly passed: boolean;
  /** How often it met everything that is expected, of how often it was asked. */
  readonly passes: number;
  readonly runs: number;
  /** What the first answer that failed did not meet; empty when none did. */
  readonly unmet: readonly UnmetExpectation[];
  /** Why it could not be tried, for those who read the log; null when it was. */
  readonly broken: string | null;
  /** Of all runs: US dollars, and milliseconds. */
  readonly costUsd: number;
  readonly ms: number;
};

/** How all of them ended. */
export type TestSummary = {
  readonly passed: number;
  readonly failed: number;
  readonly costUsd: number;
  readonly ms: number;
};

/** So many questions at a time: more would keep visitors waiting. */
const atOnce = 4;

/**
 * Asks the tests of a page under that page, with today's knowledge and the workspace's models, and tells of each
 * as it ends. Nothing is written and no tool is executed. Refused as `invalid` when the text is no policy.
 */
export const runPolicyTests = async (
  replay: Pick<Replay, "question">,
  tenantId: string,
  text: string,
  onResult: (result: TestResult) => void = () => {},
  signal?: AbortSignal,
): Promise<TestSummary> => {
  const startedMs = performance.now();
  const waiting = requirePolicy(text).tests.map((test, index) => ({ test, index }));
  const results: TestResult[] = [];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (signal?.aborted === true) return;
      const result = await runTest(replay, tenantId, text, next);
      results.push(result);
      onResult(result);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const passed = results.filter((result) => result.passed).length;
  return {
    passed,
    failed: results.length - passed,
    costUsd: results.reduce((sum, { costUsd }) => sum + costUsd, 0),
    ms: Math.round(performance.now() - startedMs),
  };
};

const runTest = async (
  replay: Pick<Replay, "question">,
  tenantId: string,
  text: string,
  { test, index }: { readonly test: PolicyTest; readonly index: number },
): Promise<TestResult> => {
  const version = {
    policy: { text },
    tuning: "production",
    model: "in-use",
    passages: "search",
  } as const;
  const { question, mocks } = test;
  const startedMs = performance.now();
  let passes = 0;
  let runs = 0;
  let costUsd = 0;
  let unmet: readonly UnmetExpectation[] = [];
  let broken: string | null = null;
  while (runs < test.times && broken === null) {
    try {
      const rehearsal = await replay.question(tenantId, { question, mocks }, version);
      const failures = unmetExpectations(test.expects, rehearsal);
      runs += 1;
      costUsd += rehearsal.costUsd;
      if (failures.length === 0) passes += 1;
      else if (unmet.length === 0) unmet = failures;
    } catch (error) {
      broken = error instanceof Error ? error.message : String(error);
    }
  }
  const passed = broken === null && passes >= test.passRate * test.times;
  const ms = Math.round(performance.now() - startedMs);
  return { index, test, passed, passes, runs, unmet, broken, costUsd, ms };
};
