import { Trans, useLingui } from "@lingui/react/macro";
import { CloseIcon } from "#app/ui/icons.tsx";

/** A holiday as it is written into the page. */
export type HolidayText = { readonly date: string; readonly name: string; readonly spans: string };

type Props = {
  readonly holidays: readonly HolidayText[];
  readonly onChange: (holidays: readonly HolidayText[]) => void;
};

/** Days that are not like their weekday. */
export function HolidayRows({ holidays, onChange }: Props) {
  const { t } = useLingui();
  const change = (at: number, part: Partial<HolidayText>) =>
    onChange(holidays.map((holiday, index) => (index === at ? { ...holiday, ...part } : holiday)));
  return (
    <>
      <ul className="hours-rows">
        {holidays.map(({ date, name, spans }, index) => (
          <li key={index}>
            <input
              className="field"
              type="date"
              required
              aria-label={t`Date`}
              value={date}
              onChange={(event) => change(index, { date: event.target.value })}
            />
            <input
              className="field"
              aria-label={t`Name of the holiday`}
              placeholder={t`Name`}
              maxLength={80}
              value={name}
              onChange={(event) => change(index, { name: event.target.value })}
            />
            <input
              className="field"
              aria-label={t`Hours on this day`}
              placeholder={t`closed`}
              maxLength={100}
              value={spans}
              onChange={(event) => change(index, { spans: event.target.value })}
            />
            <button
              type="button"
              className="ib"
              aria-label={t`Remove this holiday`}
              onClick={() => onChange(holidays.filter((_, at) => at !== index))}
            >
              <CloseIcon />
            </button>
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="btn sm"
        onClick={() => onChange([...holidays, { date: "", name: "", spans: "" }])}
      >
        <Trans>Add a holiday</Trans>
      </button>
    </>
  );
}
