import { brokenSuite, failureLine } from "./suite-result.ts";
import type { SuiteResult } from "./suite-result.ts";

/** The part of Playwright's JSON report that is read here. */
export type PlaywrightReport = { suites: PlaywrightSuite[]; errors: { message?: string }[] };

/** A file or a describe block of that report. */
export type PlaywrightSuite = {
  title: string;
  suites?: PlaywrightSuite[];
  specs: { title: string; tests: PlaywrightTest[] }[];
};

type PlaywrightTest = {
  status: string;
  results: { error?: { message?: string; location?: { line: number } } }[];
};

/**
 * Reads Playwright's report. Only `expected` passes: a flaky test is a failure, as is an error
 * outside any test, such as a server that did not start.
 */
export const readPlaywrightReport = (
  report: PlaywrightReport | undefined,
  exitCode: number,
): SuiteResult => {
  if (report === undefined) return brokenSuite(`playwright wrote no report (exit ${exitCode})`);
  const result: SuiteResult = { passed: 0, failures: [], skips: [] };
  for (const suite of report.suites) readSuite(suite, [suite.title], result);
  for (const { message } of report.errors)
    result.failures.push(`playwright: ${message?.split("\n")[0] ?? "an unnamed error"}`);
  if (exitCode !== 0 && result.failures.length === 0)
    result.failures.push(`playwright ended with exit code ${exitCode}`);
  return result;
};

const readSuite = (suite: PlaywrightSuite, titles: string[], result: SuiteResult) => {
  for (const spec of suite.specs) {
    const name = [...titles, spec.title].join(" › ");
    for (const { status, results } of spec.tests) {
      if (status === "expected") result.passed += 1;
      else if (status === "skipped") result.skips.push(name);
      else {
        const error = results.find((one) => one.error !== undefined)?.error;
        const line = error?.location === undefined ? "" : `, line ${error.location.line}`;
        result.failures.push(failureLine(`${name} (${status}${line})`, error?.message));
      }
    }
  }
  for (const inner of suite.suites ?? []) readSuite(inner, [...titles, inner.title], result);
};
