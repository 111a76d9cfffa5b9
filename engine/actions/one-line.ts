/**
 * A text on one line for a list, at most `maxLength` UTF-16 units. Line breaks, controls and runs of
 * spaces become one space, halves of surrogate pairs a replacement mark; what is cut ends in "…".
 */
export const oneLine = (text: string, maxLength: number): string => {
  const line = text
    // Far more than fits, far less than the longest message.
    .slice(0, maxLength * 8)
    .toWellFormed()
    .replace(/[\p{Control}\p{White_Space}]+/gu, " ")
    .trim();
  if (line.length <= maxLength) return line;
  return `${withoutHalfPair(line.slice(0, maxLength - 1)).trimEnd()}…`;
};

const withoutHalfPair = (text: string): string =>
  /[\uD800-\uDBFF]$/.test(text) ? text.slice(0, -1) : text;
