/** A day as a document names it, such as "2026-12-31", as an ISO date; null when it names none. */
export const dateIn = (text: string | null | undefined): string | null => {
  const day = /^["']?(\d{4}-\d{2}-\d{2})(?:["']|T|\s|$)/.exec(text?.trim() ?? "")?.[1];
  if (day === undefined || Number.isNaN(Date.parse(day))) return null;
  // 31 February is read as a day in March: what a document names must be a day there is.
  return new Date(day).toISOString().startsWith(day) ? day : null;
};
