import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { Tuning } from "#engine/knowledge/tuning.ts";
import { type WeightName, weightText } from "./weight-text.ts";

/** What two tunings differ in, setting by setting. */
export function TuningChanges({ from, to }: { readonly from: Tuning; readonly to: Tuning }) {
  const numbers = weights.filter(({ name }) => from[name] !== to[name]);
  const synonyms = differences(from.synonyms.map(groupText), to.synonyms.map(groupText));
  const pins = differences(
    from.pins.map(({ question }) => question),
    to.pins.map(({ question }) => question),
  );
  if (numbers.length + synonyms.length + pins.length === 0) {
    return (
      <p className="xs i3">
        <Trans>No difference.</Trans>
      </p>
    );
  }
  return (
    <ul className="changes">
      {numbers.map(({ name, label }) => (
        <li key={name}>
          <span>{label}</span>
          <span className="num end">
            <del>
              <Value name={name} tuning={from} />
            </del>{" "}
            →{" "}
            <ins>
              <Value name={name} tuning={to} />
            </ins>
          </span>
        </li>
      ))}
      <Differences label={<Trans>Synonyms</Trans>} found={synonyms} />
      <Differences label={<Trans>Pinned</Trans>} found={pins} />
    </ul>
  );
}

function Value({ name, tuning }: { readonly name: WeightName; readonly tuning: Tuning }) {
  const value = tuning[name];
  if (typeof value === "number") return weightText(name, value);
  return value === "learn" ? <Trans>learnt</Trans> : <Trans>only proven</Trans>;
}

const weights: readonly { readonly name: WeightName; readonly label: ReactNode }[] = [
  { name: "meaning", label: <Trans>Meaning</Trans> },
  { name: "titles", label: <Trans>Title and headings</Trans> },
  { name: "sendLine", label: <Trans>Send line</Trans> },
  { name: "passages", label: <Trans>Passages kept</Trans> },
];

type Difference = { readonly text: string; readonly isNew: boolean };

function Differences({
  label,
  found,
}: {
  readonly label: ReactNode;
  readonly found: readonly Difference[];
}) {
  return found.map(({ text, isNew }) => (
    <li key={`${isNew} ${text}`}>
      <span>{label}</span>
      <span className="end">
        {isNew ? <ins className="c-ok-t">+ {text}</ins> : <del className="c-bad-t">− {text}</del>}
      </span>
    </li>
  ));
}

const differences = (from: readonly string[], to: readonly string[]): readonly Difference[] => [
  ...from.filter((text) => !to.includes(text)).map((text) => ({ text, isNew: false })),
  ...to.filter((text) => !from.includes(text)).map((text) => ({ text, isNew: true })),
];

const groupText = (group: readonly string[]): string => group.join(" = ");
