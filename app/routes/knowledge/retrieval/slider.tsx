import type { WeightName } from "./weight-text.ts";

const ranges = {
  meaning: { min: 0, max: 1, step: 0.01 },
  titles: { min: 0.5, max: 3, step: 0.1 },
  sendLine: { min: 0, max: 1, step: 0.01 },
  passages: { min: 1, max: 20, step: 1 },
} as const satisfies Record<WeightName, object>;

/** A place on the track: the thumb, 14 px wide, stays inside it. */
const along = (share: number): string => `calc(7px + ${share} * (100% - 14px))`;

type Props = {
  readonly name: WeightName;
  readonly label: string;
  readonly value: number;
  readonly text: string;
  /** The value in production, for a tick on the track; null for none. */
  readonly before: number | null;
  readonly beforeText: string;
  readonly isChanged: boolean;
  onChange(value: number): void;
};

/** A weight with what it is on trial and in production. */
export function Slider(props: Props) {
  const { name, label, value, text, before, beforeText, isChanged, onChange } = props;
  const { min, max, step } = ranges[name];
  const share = (one: number) => (one - min) / (max - min);
  return (
    <div className="slider">
      <label className="row" htmlFor={`weight-${name}`}>
        <span className="m">{label}</span>
        <output className={isChanged ? "end num m c-acc-t" : "end num m"}>{text}</output>
        <span className="num i3 xs slider-before">{beforeText}</span>
      </label>
      <div className="track">
        <i aria-hidden="true" style={{ width: along(share(value)) }} />
        {before === null ? null : <s aria-hidden="true" style={{ left: along(share(before)) }} />}
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
