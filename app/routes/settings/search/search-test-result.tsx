import { Trans, useLingui } from "@lingui/react/macro";
import type { SearchTest } from "./search-acts.ts";

type Props = {
  readonly isRunning: boolean;
  readonly problem: string | null;
  readonly test: SearchTest | null;
};

/** How a model did that was tested, or what is wrong and how to mend it. */
export function SearchTestResult({ isRunning, problem, test }: Props) {
  const { i18n } = useLingui();
  const ms = i18n.number(test?.ms ?? 0);
  return (
    <div className="model-test" role="status">
      {isRunning ? (
        <p className="i3">
          <Trans>Asking…</Trans>
        </p>
      ) : null}
      {problem === null ? null : <p className="inl bad">{problem}</p>}
      {test?.of === "model" ? (
        <p className={test.same > test.other ? "st ok" : "st warn"}>
          <Trans>
            It answers after {ms} ms. Alike: the same question in other words{" "}
            {i18n.number(test.same, { minimumFractionDigits: 2 })}, another question{" "}
            {i18n.number(test.other, { minimumFractionDigits: 2 })}
          </Trans>
        </p>
      ) : null}
      {test?.of === "reranker" ? (
        <p className={test.isRight ? "st ok" : "st warn"}>
          {test.isRight ? (
            <Trans>It answers after {ms} ms, and put the answer first</Trans>
          ) : (
            <Trans>It answers after {ms} ms, but put the answer last</Trans>
          )}
        </p>
      ) : null}
    </div>
  );
}
