import { Trans, useLingui } from "@lingui/react/macro";
import type { EscalationStep } from "#db/reads/service-hours.ts";
import { CloseIcon } from "#app/ui/icons.tsx";

type Props = {
  readonly steps: readonly EscalationStep[];
  readonly members: readonly { readonly id: string; readonly name: string }[];
  readonly onChange: (steps: readonly EscalationStep[]) => void;
};

/** Who is asked after how many minutes, one after the other. */
export function EscalationRows({ steps, members, onChange }: Props) {
  const { t } = useLingui();
  const change = (at: number, part: Partial<EscalationStep>) =>
    onChange(steps.map((step, index) => (index === at ? { ...step, ...part } : step)));
  const next = (steps.at(-1)?.afterMinutes ?? 0) + 10;
  return (
    <>
      <ol className="hours-rows">
        {steps.map(({ afterMinutes, memberId }, index) => (
          <li key={index}>
            <label className="hours-minutes">
              <Trans>after</Trans>
              <input
                className="field"
                type="number"
                min={1}
                max={10_080}
                aria-label={t`Minutes`}
                value={afterMinutes}
                onChange={(event) => change(index, { afterMinutes: Number(event.target.value) })}
              />
              <Trans>minutes</Trans>
            </label>
            <select
              className="field"
              aria-label={t`Who is asked`}
              value={memberId ?? ""}
              onChange={({ target: { value } }) =>
                change(index, { memberId: value === "" ? null : value })
              }
            >
              <option value="">{t`the whole team`}</option>
              {members.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
            <button
              type="button"
              className="ib"
              aria-label={t`Remove this step`}
              onClick={() => onChange(steps.filter((_, at) => at !== index))}
            >
              <CloseIcon />
            </button>
          </li>
        ))}
      </ol>
      <button
        type="button"
        className="btn sm"
        onClick={() => onChange([...steps, { afterMinutes: next, memberId: null }])}
      >
        <Trans>Add a step</Trans>
      </button>
    </>
  );
}
