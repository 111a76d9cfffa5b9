import { useEffect, useState } from "react";
import type { WireError } from "#contract/ack.ts";
import type { TestResult, TestSummary } from "#engine/policy-tests/run-policy-tests.ts";
import { readLines } from "#app/ui/read-lines.ts";

/** A line of what a run of tests answers. */
export type TestLine =
  | { readonly type: "begin"; readonly tests: number }
  | { readonly type: "result"; readonly result: TestResult }
  | { readonly type: "end"; readonly summary: TestSummary }
  | { readonly type: "problem"; readonly problem: WireError };

/** A run as far as it has come. */
export type TestRun = {
  /** How many tests the page has; null while that is not known. */
  readonly tests: number | null;
  /** Failed ones first, else in the order of the page. */
  readonly results: readonly TestResult[];
  readonly summary: TestSummary | null;
  readonly problem: WireError | null;
};

const nothing: TestRun = { tests: null, results: [], summary: null, problem: null };
const unreachable: WireError = { kind: "unavailable", message: "The run did not come to its end." };

/** Runs the tests of a version while the component that uses it is shown. */
export const useTestRun = (policyId: string, version: number): TestRun => {
  const [run, setRun] = useState(nothing);
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    setRun(nothing);
    const follow = async () => {
      const asked = fetch(`/policies/${policyId}/v/${version}/tests`, { method: "POST", signal });
      for await (const line of readLines<TestLine>(asked)) {
        setRun((before) => withLine(before, line));
      }
    };
    follow().catch(() => {
      if (!signal.aborted) setRun((before) => ({ ...before, problem: unreachable }));
    });
    return () => stop.abort();
  }, [policyId, version]);
  return run;
};

const withLine = (run: TestRun, line: TestLine): TestRun => {
  switch (line.type) {
    case "begin":
      return { ...run, tests: line.tests };
    case "result":
      return { ...run, results: [...run.results, line.result].toSorted(failedFirst) };
    case "end":
      return { ...run, summary: line.summary };
    case "problem":
      return { ...run, problem: line.problem };
  }
};

const failedFirst = (one: TestResult, other: TestResult): number =>
  Number(one.passed) - Number(other.passed) || one.index - other.index;
