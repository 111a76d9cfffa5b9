import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { ModelProvider } from "#db/reads/model-providers.ts";

/** What a new model is given; the same numbers as `externalLimits` on the server. */
const usual = { firstTokenMs: 7000, callMs: 40_000, concurrency: 16, callsPerMinute: 300 };

/** How long a model may take, and how much of it is used. */
export function ModelLimits({ provider }: { readonly provider: ModelProvider | null }) {
  const { firstTokenMs, callMs, concurrency, callsPerMinute } = provider ?? usual;
  return (
    <details className="model-limits">
      <summary>
        <Trans>Times and limits</Trans>
      </summary>
      <div className="model-pair">
        <Limit name="firstTokenS" value={firstTokenMs / 1000} range={[0.5, 60]} step="any">
          <Trans>Seconds to the first word</Trans>
        </Limit>
        <Limit name="callS" value={callMs / 1000} range={[1, 300]} step="any">
          <Trans>Seconds for the whole answer</Trans>
        </Limit>
        <Limit name="concurrency" value={concurrency} range={[1, 256]} step={1}>
          <Trans>Calls at the same time</Trans>
        </Limit>
        <Limit name="callsPerMinute" value={callsPerMinute} range={[1, 10_000]} step={1}>
          <Trans>Calls in a minute</Trans>
        </Limit>
      </div>
      <p className="xs i3">
        <Trans>
          Visitors wait as long as the first word may take; above 8 seconds they wait longer than
          they should.
        </Trans>
      </p>
    </details>
  );
}

function Limit({
  name,
  value,
  range,
  step,
  children,
}: {
  readonly name: string;
  readonly value: number;
  readonly range: readonly [number, number];
  readonly step: number | "any";
  readonly children: ReactNode;
}) {
  return (
    <label>
      {children}
      <input
        className="field"
        type="number"
        name={name}
        min={range[0]}
        max={range[1]}
        step={step}
        required
        defaultValue={value}
      />
    </label>
  );
}
