import type { SentCodes } from "#db/writes/identity-checks.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** So many codes in so long, for each visitor, to each address and in the whole workspace. */
const limits: Readonly<Record<keyof SentCodes, readonly (readonly [number, number])[]>> = {
  contact: [
    [1, minuteMs],
    [5, hourMs],
    [10, dayMs],
  ],
  address: [
    [1, minuteMs],
    [5, hourMs],
    [10, dayMs],
  ],
  tenant: [[200, hourMs]],
};

/** When the next code may be sent, as every limit allows; null for at once. Times are oldest first. */
export const nextSendAt = (sent: SentCodes, now: Date): Date | null => {
  const waits = (Object.keys(limits) as (keyof SentCodes)[]).flatMap((whose) =>
    limits[whose].flatMap(([most, withinMs]) => {
      const first = sent[whose].at(-most);
      return first === undefined ? [] : [first.getTime() + withinMs];
    }),
  );
  const latest = Math.max(0, ...waits);
  return latest > now.getTime() ? new Date(latest) : null;
};
