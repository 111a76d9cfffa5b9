import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import type { StopMeasure } from "#db/reads/policy-moves.ts";
import { CanaryMeasureName } from "./canary-measure-name.tsx";

/** What is to stop a canary by itself, and by how much it must be worse; `readCanaryRule` reads the fields. */
export function CanaryWatch() {
  const { t } = useLingui();
  return (
    <fieldset className="canary-watch">
      <legend>
        <Trans>It stops by itself when it is clearly worse in</Trans>
      </legend>
      <Watched measure="approved" isOn>
        <Margin name="margin-approved" label={t`Points fewer drafts`} max={50} step={1} by={5} />
        <Trans>points or more</Trans>
      </Watched>
      <Watched measure="handedOver" isOn>
        <Margin
          name="margin-handedOver"
          label={t`Points more hand-overs`}
          max={50}
          step={1}
          by={5}
        />
        <Trans>points or more</Trans>
      </Watched>
      <Watched measure="csat" isOn>
        <Margin name="margin-csat" label={t`Points of the rating`} max={2} step={0.05} by={0.25} />
        <Trans>of 5 or more</Trans>
      </Watched>
      <Watched measure="cost" isOn={false}>
        <Margin name="margin-cost" label={t`US dollars more`} max={100} step={0.001} by={0.05} />
        <Trans>US dollars or more; one counts at most</Trans>
        <Margin name="bound-cost" label={t`US dollars at most`} max={1000} step={0.01} by={1} />
      </Watched>
      <p className="xs i3">
        <Trans>
          However often it is looked at: a canary that is not worse is stopped in 1 of 20 at most.
          You are told, and can start it again.
        </Trans>
      </p>
    </fieldset>
  );
}

type WatchedProps = {
  readonly measure: StopMeasure;
  readonly isOn: boolean;
  readonly children: ReactNode;
};

function Watched({ measure, isOn, children }: WatchedProps) {
  const [isWatched, setWatched] = useState(isOn);
  return (
    <div className="watched">
      <label>
        <input
          type="checkbox"
          name={`stop-${measure}`}
          checked={isWatched}
          onChange={({ target }) => setWatched(target.checked)}
        />
        <CanaryMeasureName measure={measure} />
      </label>
      {isWatched ? <span className="watched-by">{children}</span> : null}
    </div>
  );
}

type MarginProps = {
  readonly name: string;
  readonly label: string;
  readonly max: number;
  readonly step: number;
  readonly by: number;
};

function Margin({ name, label, max, step, by }: MarginProps) {
  return (
    <input
      className="field num"
      type="number"
      name={name}
      aria-label={label}
      min={0}
      max={max}
      step={step}
      defaultValue={by}
      required
    />
  );
}
