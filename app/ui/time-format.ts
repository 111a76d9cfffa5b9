import type { I18n } from "@lingui/core";

/** Times as the console shows them: `14:08` today, `3 Nov` this year, `12 Sep 2025` before. */
export const shortTime = (i18n: I18n, iso: string, now: Date = new Date()): string => {
  const at = new Date(iso);
  if (at.toDateString() === now.toDateString()) return clock(i18n, iso);
  const year = at.getFullYear() === now.getFullYear() ? {} : { year: "numeric" as const };
  return i18n.date(at, { day: "numeric", month: "short", ...year });
};

/** `14:08`, 24 hours. */
export const clock = (i18n: I18n, iso: string): string =>
  i18n.date(new Date(iso), { hour: "2-digit", minute: "2-digit", hour12: false });

/** `14:08:05`, 24 hours. */
export const clockWithSeconds = (i18n: I18n, iso: string): string =>
  i18n.date(new Date(iso), {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hour12: false,
  });

/** `22 November`, for the line between two days. */
export const dayName = (i18n: I18n, iso: string): string =>
  i18n.date(new Date(iso), { day: "numeric", month: "long" });

/** A span as `6m`, `1m 50s`, `2h 5m`, `3d`. */
export const duration = (ms: number): string => {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return seconds % 60 === 0 ? `${minutes}m` : `${minutes}m ${seconds % 60}s`;
  if (minutes < 60) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours}h` : `${hours}h ${minutes % 60}m`;
  return `${Math.floor(hours / 24)}d`;
};
