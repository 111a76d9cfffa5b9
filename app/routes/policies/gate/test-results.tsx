import { Trans, useLingui } from "@lingui/react/macro";
import type { TestResult } from "#engine/policy-tests/run-policy-tests.ts";
import { CheckIcon, WarningIcon } from "#app/ui/icons.tsx";
import { Unmet } from "./unmet.tsx";

/** Tests with how they ended, failed ones first. */
export function TestResults({ results }: { readonly results: readonly TestResult[] }) {
  const { t } = useLingui();
  if (results.length === 0) return null;
  return (
    <ol className="test-results" aria-label={t`Tests`} tabIndex={0}>
      {results.map((result) => (
        <li key={result.index} className={result.passed ? "is-passed" : "is-failed"}>
          {result.passed ? <CheckIcon size={14} /> : <WarningIcon size={14} />}
          <div>
            <p>
              {result.test.question}{" "}
              {result.test.times > 1 ? (
                <span className="xs i3 num">
                  <Trans>
                    {result.passes} of {result.test.times} times
                  </Trans>
                </span>
              ) : null}
            </p>
            {result.passed ? null : (
              <ul className="xs">
                {result.broken === null ? null : (
                  <li>
                    <Trans>It could not be tried: {result.broken}</Trans>
                  </li>
                )}
                {result.unmet.map((unmet, index) => (
                  <li key={index}>
                    <Unmet unmet={unmet} />
                  </li>
                ))}
              </ul>
            )}
          </div>
          <span className="xs i3 num">
            <Trans>line {result.test.line}</Trans>
          </span>
        </li>
      ))}
    </ol>
  );
}
