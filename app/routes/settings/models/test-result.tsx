import { Trans, useLingui } from "@lingui/react/macro";
import { ErrorText } from "#app/ui/error-text.tsx";
import type { ProviderTest } from "#engine/models/test-provider.ts";
import type { ModelTest } from "./use-model-test.ts";

/** What a model wrote when it was tested, how long it took and what it cost, or what is wrong and how to mend it. */
export function TestResult({ test: { state, text, end } }: { readonly test: ModelTest }) {
  return (
    <div className="model-test" role="status">
      {state === "running" ? (
        <p className="i3">{text === "" ? <Trans>Asking for one sentence…</Trans> : text}</p>
      ) : null}
      {end?.type === "problem" ? (
        <p className="inl bad">
          <ErrorText error={end.problem} />
        </p>
      ) : null}
      {end?.type === "end" && end.test.failure === null ? <Answered test={end.test} /> : null}
      {end?.type === "end" && end.test.failure !== null ? (
        <Failed failure={end.test.failure} fix={end.fix} totalMs={end.test.totalMs} />
      ) : null}
    </div>
  );
}

function Answered({ test }: { readonly test: ProviderTest }) {
  const { i18n } = useLingui();
  const number = (value: number) => i18n.number(value);
  const { text, firstTokenMs, totalMs, tokensIn, tokensOut, costUsd } = test;
  return (
    <>
      <p className="model-words">{text}</p>
      <p className="st ok num">
        <Trans>
          It answers. First word after {number(firstTokenMs ?? 0)} ms, all after {number(totalMs)}{" "}
          ms; {number(tokensIn)} tokens in, {number(tokensOut)} out
        </Trans>
        {"; "}
        {costUsd === null ? (
          <Trans>price unknown</Trans>
        ) : (
          i18n.number(costUsd, { style: "currency", currency: "USD", maximumFractionDigits: 6 })
        )}
      </p>
    </>
  );
}

function Failed({
  failure: { status, message, said },
  fix,
  totalMs,
}: {
  readonly failure: NonNullable<ProviderTest["failure"]>;
  readonly fix: string | null;
  readonly totalMs: number;
}) {
  const { i18n } = useLingui();
  const ms = i18n.number(totalMs);
  return (
    <div className="inl bad model-failed">
      <p>{fix}</p>
      <p className="i2 mono">
        {status === null ? message : `HTTP ${status}`}
        {said === null || said === "" ? null : `: ${said}`}
        {", "}
        <Trans>after {ms} ms</Trans>
      </p>
    </div>
  );
}
