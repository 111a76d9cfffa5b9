import { useLingui } from "@lingui/react/macro";
import type { Weekday } from "#db/reads/service-hours.ts";

type Week = Readonly<Record<Weekday, string>>;
type Props = { readonly week: Week; readonly onChange: (week: Week) => void };

/** Monday 5 January 2026: the first of seven days to take the names from. */
const monday = Date.UTC(2026, 0, 5);
const days: readonly Weekday[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** The hours of each weekday, as text. */
export function WeekRows({ week, onChange }: Props) {
  const { i18n, t } = useLingui();
  return (
    <div className="hours-week">
      {days.map((day, index) => (
        <label key={day}>
          <span>
            {i18n.date(new Date(monday + index * 86_400_000), { weekday: "long", timeZone: "UTC" })}
          </span>
          <input
            className="field"
            value={week[day]}
            maxLength={100}
            placeholder={t`closed`}
            onChange={(event) => onChange({ ...week, [day]: event.target.value })}
          />
        </label>
      ))}
    </div>
  );
}
