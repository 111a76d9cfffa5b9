import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useFetcher } from "react-router";
import type { EscalationStep, ServiceHours, Weekday } from "#db/reads/service-hours.ts";
import { EscalationRows } from "./escalation-rows.tsx";
import { type HolidayText, HolidayRows } from "./holiday-rows.tsx";
import { spansOf, spanText } from "./span-text.ts";
import { WeekRows } from "./week-rows.tsx";

type Props = {
  readonly hours: ServiceHours | null;
  readonly members: readonly { readonly id: string; readonly name: string }[];
  readonly mayManage: boolean;
};

/** What a page starts with where nothing is set: an ordinary week in the time zone of whoever looks. */
const office = "09:00-17:00";

/** Edits hours, holidays and escalation, all saved together. */
export function HoursForm({ hours, members, mayManage }: Props) {
  const { t } = useLingui();
  const fetcher = useFetcher<{ readonly problem: string | null }>();
  const [timeZone, setTimeZone] = useState(
    () => hours?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
  );
  const [week, setWeek] = useState<Readonly<Record<Weekday, string>>>(() => weekTexts(hours));
  const [holidays, setHolidays] = useState<readonly HolidayText[]>(() => holidayTexts(hours));
  const [steps, setSteps] = useState<readonly EscalationStep[]>(hours?.escalation ?? []);
  const isIdle = fetcher.state === "idle";
  const problem = fetcher.data?.problem ?? null;
  const save = () => {
    const set = {
      timeZone: timeZone.trim(),
      week: Object.fromEntries(Object.entries(week).map(([day, text]) => [day, spansOf(text)])),
      holidays: holidays.map(({ date, name, spans }) => ({ date, name, spans: spansOf(spans) })),
      escalation: steps,
    };
    void fetcher.submit({ hours: JSON.stringify(set) }, { method: "post" });
  };
  return (
    <form
      className="hours-form"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <fieldset disabled={!mayManage}>
        <section>
          <h2>
            <Trans>Time zone</Trans>
          </h2>
          <input
            className="field hours-zone"
            list="time-zones"
            aria-label={t`Time zone`}
            value={timeZone}
            maxLength={64}
            onChange={(event) => setTimeZone(event.target.value)}
          />
          <datalist id="time-zones">
            {Intl.supportedValuesOf("timeZone").map((zone) => (
              <option key={zone} value={zone}>
                {zone}
              </option>
            ))}
          </datalist>
        </section>
        <section>
          <h2>
            <Trans>When people answer</Trans>
          </h2>
          <p className="i3">
            <Trans>
              Such as 09:00-17:00, or 09:00-12:00, 13:00-17:30. Leave a day empty when nobody is
              there.
            </Trans>
          </p>
          <WeekRows week={week} onChange={setWeek} />
        </section>
        <section>
          <h2>
            <Trans>Holidays</Trans>
          </h2>
          <HolidayRows holidays={holidays} onChange={setHolidays} />
        </section>
        <section>
          <h2>
            <Trans>When nobody takes a conversation</Trans>
          </h2>
          <p className="i3">
            <Trans>
              Minutes count only while people are there. Whoever is named gets the conversation
              assigned; each step is noted in it.
            </Trans>
          </p>
          <EscalationRows steps={steps} members={members} onChange={setSteps} />
        </section>
        {mayManage ? (
          <p className="row">
            <button type="submit" className="btn pri" disabled={!isIdle}>
              <Trans>Save hours</Trans>
            </button>
            {isIdle && fetcher.data?.problem === null ? (
              <span className="st ok" role="status">
                <Trans>Saved</Trans>
              </span>
            ) : null}
          </p>
        ) : (
          <p className="i3">
            <Trans>Your role may look at these. Owners and admins change them.</Trans>
          </p>
        )}
        {isIdle && problem !== null ? (
          <p className="inl bad" role="alert">
            {problem}
          </p>
        ) : null}
      </fieldset>
    </form>
  );
}

const weekTexts = (hours: ServiceHours | null): Readonly<Record<Weekday, string>> => {
  const text = (day: Weekday) => {
    if (hours !== null) return spanText(hours.week[day]);
    return day === "sat" || day === "sun" ? "" : office;
  };
  return {
    mon: text("mon"),
    tue: text("tue"),
    wed: text("wed"),
    thu: text("thu"),
    fri: text("fri"),
    sat: text("sat"),
    sun: text("sun"),
  };
};

const holidayTexts = (hours: ServiceHours | null): HolidayText[] =>
  (hours?.holidays ?? []).map(({ date, name, spans }) => ({ date, name, spans: spanText(spans) }));
