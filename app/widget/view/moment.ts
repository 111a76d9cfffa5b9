import type { Messages } from "../messages/en.ts";

/** The time of a message, such as `14:08`. */
export const clockTime = (iso: string, t: Messages): string =>
  new Date(iso).toLocaleTimeString(t.lang, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });

/** A day in words: today, yesterday, `3 November`, `12 September 2025`. */
export const dayName = (iso: string, t: Messages, now = new Date()): string => {
  const day = new Date(iso);
  const daysAgo = Math.round((startOfDay(now) - startOfDay(day)) / 86_400_000);
  if (daysAgo <= 0) return t.today;
  if (daysAgo === 1) return t.yesterday;
  const thisYear = day.getFullYear() === now.getFullYear();
  const locale = t.lang === "zh" ? "zh-CN" : "en-GB";
  return day.toLocaleDateString(locale, {
    day: "numeric",
    month: "long",
    ...(thisYear ? {} : { year: "numeric" }),
  });
};

const startOfDay = (date: Date): number =>
  new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
