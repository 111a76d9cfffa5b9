/** Most of a row that is shown: one without an end goes on to the end of its file. */
const mostCharacters = 600;

/**
 * A row of a CSV file as it stands there, from 1, with up to two before it. Quotes are followed as far as
 * they make sense; null when there is no such row.
 */
export const csvRowAt = (
  text: string,
  number: number,
): { readonly before: string; readonly row: string } | null => {
  const starts = rowStarts(text, number);
  const start = starts[number - 1];
  if (start === undefined) return null;
  const before = text.slice(starts[Math.max(0, number - 3)] ?? start, start);
  return { before: before.slice(-mostCharacters), row: text.slice(start, start + mostCharacters) };
};

/** Where the rows begin, up to row `number`. */
const rowStarts = (text: string, number: number): readonly number[] => {
  const starts = [0];
  let isQuoted = false;
  for (let at = 0; at < text.length && starts.length < number; at++) {
    const character = text[at];
    if (character === '"') isQuoted = !isQuoted;
    if (character === "\n" && !isQuoted && at + 1 < text.length) starts.push(at + 1);
  }
  return starts;
};
