import { Option, Schema } from "effect";
import { type ServiceHours, type Span, weekdays } from "#db/reads/service-hours.ts";
import { minutesOf } from "./opening.ts";
import { HoursRefused } from "./hours-refused.ts";

/** Most spans of a day, most steps of escalation, and the latest one, in minutes. */
export const maxSpansADay = 4;
export const mostSteps = 10;
export const mostMinutes = 10_080;

/** Most holidays that a workspace may set. */
const mostHolidays = 100;

const Spans = Schema.Array(Schema.Struct({ from: Schema.String, to: Schema.String }));
/** The shape; whether it makes sense is looked at after. */
export const ServiceHoursShape = Schema.Struct({
  timeZone: Schema.String,
  week: Schema.Struct({
    mon: Spans,
    tue: Spans,
    wed: Spans,
    thu: Spans,
    fri: Spans,
    sat: Spans,
    sun: Spans,
  }),
  holidays: Schema.Array(Schema.Struct({ date: Schema.String, name: Schema.String, spans: Spans })),
  escalation: Schema.Array(
    Schema.Struct({ afterMinutes: Schema.Number, memberId: Schema.NullOr(Schema.String) }),
  ),
});

/** Reads hours from outside. Throws HoursRefused, which says what is wrong and how to mend it. */
export const checkServiceHours = (input: unknown): ServiceHours => {
  const decoded = Schema.decodeUnknownOption(ServiceHoursShape)(input);
  if (Option.isNone(decoded)) throw new HoursRefused("shape");
  const hours = decoded.value;
  if (!isTimeZone(hours.timeZone)) throw new HoursRefused("time_zone");
  for (const day of weekdays) checkSpans(hours.week[day]);
  const { holidays, escalation } = hours;
  if (holidays.length > mostHolidays) throw new HoursRefused("too_many");
  for (const { date, name, spans } of holidays) {
    if (!isDate(date)) throw new HoursRefused("date");
    if (name.length > 80) throw new HoursRefused("name");
    checkSpans(spans);
  }
  if (new Set(holidays.map(({ date }) => date)).size < holidays.length) {
    throw new HoursRefused("date_twice");
  }
  if (escalation.length > mostSteps) throw new HoursRefused("too_many");
  let last = 0;
  for (const { afterMinutes } of escalation) {
    const fits = Number.isInteger(afterMinutes) && afterMinutes <= mostMinutes;
    if (!fits || afterMinutes <= last) throw new HoursRefused("minutes");
    last = afterMinutes;
  }
  const sorted = holidays.toSorted((a, b) => a.date.localeCompare(b.date));
  return {
    ...hours,
    holidays: sorted.map((day) => ({ ...day, name: day.name.trim() })),
  };
};

const checkSpans = (spans: readonly Span[]) => {
  if (spans.length > maxSpansADay) throw new HoursRefused("too_many");
  let end = -1;
  for (const { from, to } of spans.toSorted((a, b) => a.from.localeCompare(b.from))) {
    if (!/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(from)) throw new HoursRefused("time");
    if (!/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/.test(to)) throw new HoursRefused("time");
    if (minutesOf(to) <= minutesOf(from)) throw new HoursRefused("span");
    if (minutesOf(from) < end) throw new HoursRefused("overlap");
    end = minutesOf(to);
  }
};

/** Whether a word is a time zone of IANA's, such as Europe/Berlin. */
export const isTimeZone = (name: string) => {
  // Offsets such as "+01:00" know no summer time.
  if (!/^[A-Za-z]/.test(name) || name.length > 64) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
};

const isDate = (text: string) => {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  // A February 30 becomes March 2.
  return date !== null && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
};
