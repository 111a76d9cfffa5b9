import { type HoursSetting, type Span, type Weekday, weekdays } from "#db/reads/service-hours.ts";
import { isTimeZone, maxSpansADay } from "../service-hours/check-service-hours.ts";
import { hoursProblems } from "../service-hours/hours-refused.ts";
import { minutesOf } from "../service-hours/opening.ts";
import { closestWord } from "./closest-word.ts";
import type { PolicyProblem } from "./policy-problem.ts";
import { type SettingReader, settingProblem } from "./setting-reading.ts";

/**
 * Reads `hours: Mon-Fri 9:00-18:00, Sat 10:00-14:00 Asia/Shanghai`, `always` or `workspace`: when people are there
 * under the page. Days with their times, any number of them, and at last the time zone; without one the
 * workspace's counts. `workspace` and leaving the line out are the same.
 */
export const readHoursSetting: SettingReader<HoursSetting | null> = (text, at, known) => {
  if (/^(?:workspace|工作区)$/i.test(text)) return { value: null };
  if (/^(?:always|24\/7|全天候|始终)$/i.test(text)) return { value: "always" };
  const week = new Map<Weekday, Span[]>();
  let timeZone: string | null = null;
  let days: readonly Weekday[] = [];
  let isTimed = false;
  for (let index = 0; index < text.length;) {
    const token = tokenAt(text, index);
    const place = { ...at, column: at.column + index };
    index += token.length;
    if (token.kind === "gap") continue;
    // The zone stands at the end: what follows it belongs to nothing.
    if (timeZone !== null) return settingProblem(place, afterZone(token.text));
    if (token.kind === "days") {
      days = isTimed ? token.days : [...days, ...token.days];
      isTimed = false;
    } else if (token.kind === "times") {
      const problem = days.length === 0 ? noDays(token.text) : addSpan(week, days, token.span);
      if (problem !== null) return settingProblem(place, problem);
      isTimed = true;
    } else {
      const problem = zoneProblem(token.text);
      if (problem !== null) return settingProblem(place, problem);
      timeZone = token.text;
    }
  }
  if (week.size === 0 || !isTimed) return settingProblem(at, noTimes(text));
  if (timeZone === null && known !== null && known.timeZone === null) {
    return settingProblem({ ...at, column: at.column + text.length }, noZone);
  }
  const spans = (day: Weekday) =>
    (week.get(day) ?? []).toSorted((a, b) => a.from.localeCompare(b.from));
  const [mon, tue, wed, thu, fri, sat, sun] = weekdays.map(spans);
  return {
    value: {
      timeZone,
      week: {
        mon: mon ?? [],
        tue: tue ?? [],
        wed: wed ?? [],
        thu: thu ?? [],
        fri: fri ?? [],
        sat: sat ?? [],
        sun: sun ?? [],
      },
    },
  };
};

/** What may stand behind the colon, for who writes a page in a workspace with this time zone. */
export const hoursExamples = (timeZone: string | null): readonly string[] => {
  const zone = timeZone ?? "UTC";
  return [
    "workspace",
    "always",
    `Mon-Fri 9:00-18:00 ${zone}`,
    "工作区",
    "全天候",
    `周一至周五 9:00-18:00 ${zone}`,
  ];
};

type Token = { readonly text: string; readonly length: number } & (
  | { readonly kind: "gap" | "word" }
  | { readonly kind: "days"; readonly days: readonly Weekday[] }
  | { readonly kind: "times"; readonly span: Span }
);

const dayNames: Readonly<Record<string, readonly Weekday[]>> = {
  ...Object.fromEntries(
    (
      [
        ["mon", "monday", "周一", "星期一"],
        ["tue", "tues", "tuesday", "周二", "星期二"],
        ["wed", "wednesday", "周三", "星期三"],
        ["thu", "thur", "thurs", "thursday", "周四", "星期四"],
        ["fri", "friday", "周五", "星期五"],
        ["sat", "saturday", "周六", "星期六"],
        ["sun", "sunday", "周日", "周天", "星期日", "星期天"],
      ] as const
    ).flatMap((names, day) => names.map((name) => [name, weekdays.slice(day, day + 1)] as const)),
  ),
  daily: weekdays,
  "every day": weekdays,
  每天: weekdays,
  每日: weekdays,
  weekdays: weekdays.slice(0, 5),
  工作日: weekdays.slice(0, 5),
  weekends: weekdays.slice(5),
  周末: weekdays.slice(5),
};

const dayName = Object.keys(dayNames)
  .toSorted((a, b) => b.length - a.length)
  .join("|");
const dash = String.raw`\s*(?:-|–|—|~|至|到|to)\s*`;
const gapPattern = /(?:[\s,，、;；]|和|and\b)+/iy;
const daysPattern = new RegExp(`(${dayName})(?:${dash}(${dayName}))?(?![\\p{L}/-])`, "iuy");
const timesPattern = new RegExp(
  String.raw`(\d{1,2})(?:[:：](\d{2}))?${dash}(\d{1,2})(?:[:：](\d{2}))?(?=$|[\s,，、;；])`,
  "iy",
);
const wordPattern = /[^\s,，、;；]+/y;

const tokenAt = (text: string, index: number): Token => {
  const match = (pattern: RegExp) => {
    pattern.lastIndex = index;
    return pattern.exec(text);
  };
  const gap = match(gapPattern);
  if (gap !== null) return { kind: "gap", text: gap[0], length: gap[0].length };
  const days = match(daysPattern);
  if (days !== null) {
    const [whole, from = "", to] = days;
    return { kind: "days", text: whole, length: whole.length, days: daysBetween(from, to) };
  }
  const times = match(timesPattern);
  if (times !== null) {
    const [whole, from = "", fromMinutes = "00", to = "", toMinutes = "00"] = times;
    const span = {
      from: `${from.padStart(2, "0")}:${fromMinutes}`,
      to: `${to.padStart(2, "0")}:${toMinutes}`,
    };
    return { kind: "times", text: whole, length: whole.length, span };
  }
  const word = match(wordPattern)?.[0] ?? text.slice(index);
  return { kind: "word", text: word, length: word.length };
};

/** Sat-Mon goes over the end of the week. */
const daysBetween = (from: string, to: string | undefined): readonly Weekday[] => {
  const first = dayNames[from.toLowerCase()] ?? [];
  const last = to === undefined ? first : (dayNames[to.toLowerCase()] ?? []);
  if (to === undefined) return first;
  const [start, end] = [
    weekdays.indexOf(first[0] ?? "mon"),
    weekdays.indexOf(last.at(-1) ?? "sun"),
  ];
  const twice = [...weekdays, ...weekdays];
  return twice.slice(start, (end < start ? end + weekdays.length : end) + 1);
};

const addSpan = (week: Map<Weekday, Span[]>, days: readonly Weekday[], span: Span) => {
  const [from, to] = [minutesOf(span.from), minutesOf(span.to)];
  const isTime = (time: string) => /^(?:[01]\d|2[0-4]):[0-5]\d$/.test(time);
  if (!isTime(span.from) || !isTime(span.to) || from >= 1440 || to > 1440) {
    return hoursProblems.time;
  }
  if (to <= from) return hoursProblems.span;
  for (const day of new Set(days)) {
    const spans = week.get(day) ?? [];
    if (spans.some((one) => minutesOf(one.from) < to && from < minutesOf(one.to))) {
      return hoursProblems.overlap;
    }
    if (spans.length === maxSpansADay) return hoursProblems.too_many;
    week.set(day, [...spans, span]);
  }
  return null;
};

type Words = Pick<PolicyProblem, "en" | "zh">;

const zoneProblem = (word: string): Words | null => {
  if (isTimeZone(word)) return null;
  if (/^[\d:：]/.test(word)) return badTimes(word);
  if (word.includes("/")) {
    const close = closestWord(word, Intl.supportedValuesOf("timeZone"));
    return close === null ? hoursProblems.time_zone : didYouMean(word, close);
  }
  // Of Mon-Fry it is the part that is no day.
  const part = word.split(/[-–—~至到]/).find((one) => dayNames[one.toLowerCase()] === undefined);
  const close = part === undefined ? null : closestWord(part, suggestedWords);
  if (part !== undefined && close !== null) return didYouMean(part, close);
  return noMeaning(word);
};

const suggestedWords = [...Object.keys(dayNames), "always", "workspace", "UTC"];

const didYouMean = (word: string, close: string): Words => ({
  en: `"${word}" is neither a day nor a time zone. Did you mean "${close}"?`,
  zh: `“${word}”既不是日期也不是时区。您是想写“${close}”吗？`,
});
const noMeaning = (word: string): Words => ({
  en: `"${word}" is neither a day, a time nor a time zone. Write: Mon-Fri 9:00-18:00 Europe/Berlin, always, or workspace.`,
  zh: `“${word}”不是星期、时间或时区。请写：周一至周五 9:00-18:00 Asia/Shanghai，或 全天候、工作区。`,
});
const badTimes = (word: string): Words => ({
  en: `"${word}" is no span of time. Write from when to when: 9:00-18:00.`,
  zh: `“${word}”不是时段。请写起止时间：9:00-18:00。`,
});
const noDays = (times: string): Words => ({
  en: `Say on which days: Mon-Fri ${times}.`,
  zh: `请写明是哪几天：周一至周五 ${times}。`,
});
const noTimes = (text: string): Words => ({
  en: `"${text}" does not say from when to when. Write: Mon-Fri 9:00-18:00 Europe/Berlin, always, or workspace.`,
  zh: `“${text}”没有写明起止时间。请写：周一至周五 9:00-18:00 Asia/Shanghai，或 全天候、工作区。`,
});
const afterZone = (word: string): Words => ({
  en: `"${word}" stands after the time zone. Put the time zone at the end; a page has one.`,
  zh: `“${word}”写在时区之后。请把时区放在最后，且只写一个。`,
});
const noZone: Words = {
  en: "The workspace has no time zone yet. Write it behind the times, such as Europe/Berlin.",
  zh: "工作区还没有设置时区。请写在时间之后，例如 Asia/Shanghai。",
};
