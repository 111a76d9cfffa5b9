/**
 * A value as a cell of a CSV file (RFC 4180). What a spreadsheet would take for a formula gets an apostrophe
 * before it: visitors write the words of these files, and a cell that begins with =, +, -, @, a tab or a
 * line break runs when somebody opens it. Numbers stay numbers.
 */
export const csvCell = (value: string | number | boolean | null): string => {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const harmless = beginsFormula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};

/** Also in full width, which spreadsheets of East Asia read alike, and behind what they trim. */
const beginsFormula = /^[\s\u200B\uFEFF]*[=+\-@＝＋－＠]|^[\t\r\n]/;
