import { Trans, useLingui } from "@lingui/react/macro";
import type { Tuning } from "#engine/knowledge/tuning.ts";
import type { TuningDraft } from "./tuning-draft.ts";

type Props = {
  readonly production: { readonly version: number; readonly tuning: Tuning };
  readonly draft: TuningDraft;
  /** The policy has a threshold of its own, and the send line does not count. */
  readonly policyThreshold: number | null;
};

/** The numbers of a tuning as sliders, each with a tick at the value in production. */
export function Weights({ production, draft, policyThreshold }: Props) {
  const { t } = useLingui();
  const slider = (name: WeightName, label: string) => (
    <Slider
      name={name}
      label={label}
      value={draft.tuning[name]}
      before={production.tuning[name]}
      onChange={(value) => draft.change({ [name]: value })}
    />
  );
  return (
    <section aria-labelledby="weights-h">
      <header className="row side-h">
        <h2 id="weights-h">
          <Trans>Weights</Trans>
        </h2>
        <span className="end xs i3">r{production.version}</span>
      </header>
      {slider("meaning", t`Meaning`)}
      {slider("titles", t`Title and headings`)}
      {slider("sendLine", t`Send line`)}
      {policyThreshold === null ? null : (
        <p className="xs i3 weights-note">
          <Trans>
            The policy asks for {policyThreshold.toFixed(2)} itself, so this line does not count.
          </Trans>
        </p>
      )}
      {slider("passages", t`Passages kept`)}
    </section>
  );
}

/** The settings that are numbers. */
export type WeightName = "meaning" | "titles" | "sendLine" | "passages";

/** A weight as people read it. */
export const weightText = (name: WeightName, value: number): string =>
  name === "passages" ? String(value) : value.toFixed(name === "titles" ? 1 : 2);

const ranges = {
  meaning: { min: 0, max: 1, step: 0.01 },
  titles: { min: 0.5, max: 3, step: 0.1 },
  sendLine: { min: 0, max: 1, step: 0.01 },
  passages: { min: 1, max: 20, step: 1 },
} as const satisfies Record<WeightName, object>;

/** A place on the track: the thumb, 14 px wide, stays inside it. */
const along = (share: number): string => `calc(7px + ${share} * (100% - 14px))`;

type SliderProps = {
  readonly name: WeightName;
  readonly label: string;
  readonly value: number;
  readonly before: number;
  onChange(value: number): void;
};

function Slider({ name, label, value, before, onChange }: SliderProps) {
  const { min, max, step } = ranges[name];
  const share = (one: number) => (one - min) / (max - min);
  return (
    <div className="slider">
      <label className="row" htmlFor={`weight-${name}`}>
        <span className="m">{label}</span>
        <output className={value === before ? "end num m" : "end num m c-acc-t"}>
          {weightText(name, value)}
        </output>
        <span className="num i3 xs slider-before">{weightText(name, before)}</span>
      </label>
      <div className="track">
        <i aria-hidden="true" style={{ width: along(share(value)) }} />
        <s aria-hidden="true" style={{ left: along(share(before)) }} />
        <input
          id={`weight-${name}`}
          type="range"
          min={min}
          max={max}
          step={step}
          value={value}
          onChange={(event) => onChange(Number(event.target.value))}
        />
      </div>
    </div>
  );
}
