import { relative } from "node:path";
import { brokenSuite, failureLine } from "./suite-result.ts";
import type { SuiteResult } from "./suite-result.ts";

/** The part of vitest's JSON report that is read here. */
export type VitestReport = {
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
  }[];
};

/**
 * Reads vitest's report. A file that failed without a failed test could not be loaded, or a hook of
 * it threw; vitest counts no failure for it, so it is counted here. The same holds for an exit code
 * without any failure: an error outside every test.
 */
export const readVitestReport = (
  report: VitestReport | undefined,
  exitCode: number,
): SuiteResult => {
  if (report === undefined) return brokenSuite(`vitest wrote no report (exit code ${exitCode})`);
  const result: SuiteResult = { passed: 0, failures: [], skips: [] };
  for (const file of report.testResults) {
    const path = relative(process.cwd(), file.name);
    const before = result.failures.length;
    for (const { fullName, status, failureMessages } of file.assertionResults) {
      if (status === "passed") result.passed += 1;
      else if (status === "failed")
        result.failures.push(failureLine(`${path}: ${fullName}`, failureMessages[0]));
      else result.skips.push(`${path}: ${fullName}`);
    }
    if (file.status === "failed" && result.failures.length === before)
      result.failures.push(`${path}: ${file.message.split("\n")[0] || "a hook or import failed"}`);
  }
  if (exitCode !== 0 && result.failures.length === 0)
    result.failures.push(`vitest: an error outside any test (exit code ${exitCode})`);
  return result;
};
