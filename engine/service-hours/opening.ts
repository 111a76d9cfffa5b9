import { type ServiceHours, type Span, weekdays } from "#db/reads/service-hours.ts";

/** A stretch of time in which people answer, in milliseconds since 1970. */
type Stretch = { readonly fromMs: number; readonly toMs: number };

/** How many days ahead a next opening is looked for: long enough for company holidays. */
const daysAhead = 60;
const dayMs = 86_400_000;

/** Whether people answer, and when that changes: closing or opening. Null where it never does in sight. */
export type Opening = { readonly open: boolean; readonly changesAt: Date | null };

/** How it is at a moment. Without hours people may answer at all times. */
export const openingAt = (hours: ServiceHours | null, at: Date): Opening => {
  if (hours === null) return { open: true, changesAt: null };
  const nowMs = at.getTime();
  const stretches = stretchesOf(hours, nowMs - dayMs, nowMs + daysAhead * dayMs);
  const now = stretches.find(({ fromMs, toMs }) => fromMs <= nowMs && nowMs < toMs);
  if (now !== undefined) return { open: true, changesAt: new Date(now.toMs) };
  const next = stretches.find(({ fromMs }) => fromMs > nowMs);
  return { open: false, changesAt: next === undefined ? null : new Date(next.fromMs) };
};

/** How long people were there to answer between two moments, in milliseconds. */
export const openMsBetween = (hours: ServiceHours | null, from: Date, to: Date): number => {
  const [fromMs, toMs] = [from.getTime(), to.getTime()];
  if (hours === null) return Math.max(0, toMs - fromMs);
  // Who has waited longer than this is due in any case.
  const since = Math.max(fromMs, toMs - 14 * dayMs);
  return stretchesOf(hours, since - dayMs, toMs)
    .map((stretch) => Math.min(stretch.toMs, toMs) - Math.max(stretch.fromMs, since))
    .reduce((sum, ms) => sum + Math.max(0, ms), 0);
};

/** The open stretches of the days between two moments, in order, those that touch joined: a night shift is one. */
const stretchesOf = (hours: ServiceHours, fromMs: number, toMs: number): Stretch[] => {
  const clock = wallClock(hours.timeZone);
  const stretches: { fromMs: number; toMs: number }[] = [];
  const first = dayOf(clock(fromMs));
  const days = Math.ceil((toMs - fromMs) / dayMs) + 1;
  for (let index = 0; index <= days; index += 1) {
    const day = first + index * dayMs;
    for (const { from, to } of spansOf(hours, day)) {
      const stretch = {
        fromMs: instantOf(clock, day + minutesOf(from) * 60_000),
        toMs: instantOf(clock, day + minutesOf(to) * 60_000),
      };
      const last = stretches.at(-1);
      if (last !== undefined && stretch.fromMs <= last.toMs) {
        last.toMs = Math.max(last.toMs, stretch.toMs);
      } else if (stretch.toMs > stretch.fromMs) stretches.push(stretch);
    }
  }
  return stretches;
};

/** `day` is midnight of a date as if it were UTC. */
const spansOf = ({ week, holidays }: ServiceHours, day: number): readonly Span[] => {
  const date = new Date(day);
  const holiday = holidays.find((one) => one.date === date.toISOString().slice(0, 10));
  const weekday = weekdays[(date.getUTCDay() + 6) % 7] ?? "mon";
  return (holiday?.spans ?? week[weekday]).toSorted(
    (a, b) => minutesOf(a.from) - minutesOf(b.from),
  );
};

/** Minutes since midnight of "09:30". */
export const minutesOf = (time: string): number =>
  Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

const dayOf = (wallMs: number) => Math.floor(wallMs / dayMs) * dayMs;

/** What clocks on the wall show at an instant, as if it were UTC. */
type WallClock = (ms: number) => number;

const wallClock = (timeZone: string): WallClock => {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  return (ms) => {
    const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
    const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
    return Date.UTC(
      part("year"),
      part("month") - 1,
      part("day"),
      part("hour"),
      part("minute"),
      part("second"),
    );
  };
};

/**
 * The instant at which clocks on the wall show this. An hour that a change of clocks leaves out counts as the
 * one after it; of one that comes twice the first counts.
 */
const instantOf = (clock: WallClock, wallMs: number): number => {
  const offsets = [-dayMs, dayMs].map((by) => clock(wallMs + by) - (wallMs + by));
  const instants = offsets.map((offset) => wallMs - offset);
  const right = instants.filter((instant) => clock(instant) === wallMs);
  return right.length > 0 ? Math.min(...right) : Math.max(...instants);
};
