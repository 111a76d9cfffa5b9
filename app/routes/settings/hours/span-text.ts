import type { Span } from "#db/reads/service-hours.ts";

/** Spans as people write them: "09:00-12:00, 13:00-17:30"; empty when closed. */
export const spanText = (spans: readonly Span[]): string =>
  spans.map(({ from, to }) => `${from}-${to}`).join(", ");

/** Reads what people write. What is no span is left as it is, for the server to refuse. */
export const spansOf = (text: string): Span[] =>
  text
    .normalize("NFKC")
    .split(/[,;、，；]/)
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => {
      const [from = "", to = ""] = part.split(/\s*(?:[-–—~至到]|\bto\b)\s*/);
      return { from: timeOf(from), to: timeOf(to) };
    });

/** "9" and "9:00" are 09:00. */
const timeOf = (text: string): string => {
  const [, hour, minute = "00"] = /^(\d{1,2})(?:[:.](\d{2}))?$/.exec(text) ?? [];
  return hour === undefined ? text : `${hour.padStart(2, "0")}:${minute}`;
};
