import { useLingui } from "@lingui/react/macro";
import type { DecisionFilter } from "#db/reads/decision-filter.ts";

type Props = {
  readonly filter: DecisionFilter;
  readonly onChange: (change: Partial<DecisionFilter>) => void;
};

const hourMs = 3_600_000;

/** Shortcuts to a beginning. What is chosen becomes a moment in the address, which stays when time goes on. */
export function SinceSelect({ filter, onChange }: Props) {
  const { t } = useLingui();
  const isSet = (filter.from ?? filter.to ?? null) !== null;
  return (
    <select
      className={isSet ? "filter on" : "filter"}
      aria-label={t`Time`}
      value={isSet ? "set" : ""}
      onChange={({ target: { value } }) => {
        const hours = Number(value);
        const from = new Date(Date.now() - hours * hourMs).toISOString();
        onChange({ from: value === "" ? null : from, to: null });
      }}
    >
      <option value="">{t`Any time`}</option>
      {isSet ? <option value="set">{t`From a time`}</option> : null}
      <option value="1">{t`Last hour`}</option>
      <option value="24">{t`Last 24 hours`}</option>
      <option value="168">{t`Last 7 days`}</option>
      <option value="720">{t`Last 30 days`}</option>
    </select>
  );
}
