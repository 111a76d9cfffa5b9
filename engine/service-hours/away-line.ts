import type { Locale } from "#contract/ids.ts";
import type { ServiceHours } from "#db/reads/service-hours.ts";
import { openingAt } from "./opening.ts";

/** What a visitor is told of when people are back, in the workspace's time; null while they are there. */
export const awayLine = (hours: ServiceHours | null, locale: Locale, now: Date): string | null => {
  const { open, changesAt } = openingAt(hours, now);
  if (hours === null || open) return null;
  if (changesAt === null) return away[locale].unknown;
  const time = new Intl.DateTimeFormat(locale === "zh" ? "zh-CN" : "en-GB", {
    timeZone: hours.timeZone,
    weekday: "long",
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  }).format(changesAt);
  return away[locale].known(time);
};

const away = {
  en: {
    known: (time: string) => `Nobody is there just now. We are back on ${time}.`,
    unknown: "Nobody is there just now. We answer as soon as we are back.",
  },
  zh: {
    known: (time: string) => `现在没有同事在线。我们将于${time}回来。`,
    unknown: "现在没有同事在线。我们回来后会尽快回复。",
  },
} as const;
