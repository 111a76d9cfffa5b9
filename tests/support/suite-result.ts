import { stripVTControlCharacters } from "node:util";

/** What one test run or check found. Failures and skips carry names, so that neither hides. */
export type SuiteResult = { passed: number; failures: string[]; skips: string[] };

/** A run that could not even report, counted as one failure. */
export const brokenSuite = (reason: string): SuiteResult => ({
  passed: 0,
  failures: [reason],
  skips: [],
});

/**
 * A failure as one line of at most about 400 characters: the test's name, and what the error says first,
 * since the log around it may be gone.
 */
export const failureLine = (name: string, message: string | undefined): string => {
  const words = stripVTControlCharacters(message ?? "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("at "))
    .join(" ");
  return words === "" ? name : `${name} — ${words.slice(0, longestMessage)}`;
};

const longestMessage = 300;

/** One result for several runs. */
export const sumResults = (results: SuiteResult[]): SuiteResult => ({
  passed: results.reduce((sum, result) => sum + result.passed, 0),
  failures: results.flatMap((result) => result.failures),
  skips: results.flatMap((result) => result.skips),
});

/**
 * The text that closes a run: skipped and failed tests by name, then the one line that scripts read,
 * `12 passed, 0 failed, 3 skipped`.
 */
export const summaryOf = ({ passed, failures, skips }: SuiteResult): string =>
  [
    ...listed("Skipped:", skips),
    ...listed("Failed:", failures),
    `${passed} passed, ${failures.length} failed, ${skips.length} skipped`,
  ].join("\n");

const listed = (heading: string, names: string[]) =>
  names.length === 0 ? [] : [heading, ...names.map((name) => `  ${name}`)];
