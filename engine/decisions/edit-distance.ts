import { yieldToOthers } from "../knowledge/yield-to-others.ts";

/**
 * How many parts need be put in, taken out or changed to make one sequence of the other (Levenshtein): UTF-16
 * units of texts, or words of lists. What they begin and end with alike costs nothing. Two texts of the longest
 * kind have nothing in common for a tenth of a second; others are served meanwhile.
 */
export const editDistance = async <Part extends Sequence>(
  before: Part,
  after: Part,
): Promise<number> => {
  const [a, b] = withoutSameEnds(before, after);
  if (a.length === 0 || b.length === 0) return a.length + b.length;
  const pause = yieldToOthers();
  let above = Uint32Array.from({ length: b.length + 1 }, (_, column) => column);
  let row = new Uint32Array(b.length + 1);
  for (let at = 1; at <= a.length; at += 1) {
    row[0] = at;
    const part = a[at - 1];
    for (let column = 1; column <= b.length; column += 1) {
      const across = (above[column - 1] ?? 0) + (part === b[column - 1] ? 0 : 1);
      row[column] = Math.min((row[column - 1] ?? 0) + 1, (above[column] ?? 0) + 1, across);
    }
    [above, row] = [row, above];
    await pause();
  }
  return above[b.length] ?? 0;
};

/** A text, or a list of words. */
type Sequence = string | readonly string[];

const withoutSameEnds = (a: Sequence, b: Sequence): readonly [Sequence, Sequence] => {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < shorter - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  return [a.slice(start, a.length - end), b.slice(start, b.length - end)];
};
