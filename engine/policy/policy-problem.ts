/**
 * Why a page is not a policy. `line` and `column` count from 1. Both texts name the fix.
 * A page with a problem is never saved.
 */
export type PolicyProblem = {
  readonly line: number;
  readonly column: number;
  readonly en: string;
  readonly zh: string;
};

/** Where a problem is: line and column, both from 1. */
export type Place = { readonly line: number; readonly column: number };

/** The problems in the order of the page, as one English text: `line 3, column 7: …`. */
export const describeProblems = (problems: readonly PolicyProblem[]) =>
  problems
    .map((problem) => `line ${problem.line}, column ${problem.column}: ${problem.en}`)
    .join("\n");
