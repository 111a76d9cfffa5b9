/**
 * Which line of an earlier page each line of a later one was, by index; -1 where it is new. Lines that stand once on
 * either side are found wherever they moved to; those that repeat, blank ones too, are told apart by their
 * neighbours. Indentation and the number of an item do not count. Takes time in proportion to the lines.
 * Heckel, P.: A technique for isolating differences between files. Communications of the ACM 21(4), 1978.
 */
export const matchLines = (before: readonly string[], after: readonly string[]): Int32Array => {
  const [earlier, later] = [before.map(keyOf), after.map(keyOf)];
  const match = new Int32Array(later.length).fill(-1);
  const taken = new Uint8Array(earlier.length);
  const pair = (to: number, from: number): boolean => {
    if (match[to] !== -1 || taken[from] !== 0 || later[to] !== earlier[from]) return false;
    match[to] = from;
    taken[from] = 1;
    return true;
  };
  const [once, onceLater] = [standingOnce(earlier), standingOnce(later)];
  for (const [key, to] of onceLater) {
    const from = once.get(key) ?? -1;
    // A blank line is known by what stands around it alone.
    if (to >= 0 && from >= 0 && key !== "") pair(to, from);
  }
  // The page's first and last lines are as good as neighbours of what is the same.
  for (let to = 0; to < later.length && pair(to, to); to += 1);
  const shift = earlier.length - later.length;
  for (let to = later.length - 1; to >= 0 && pair(to, to + shift); to -= 1);
  for (let to = 1; to < later.length; to += 1) {
    const from = match[to - 1] ?? -1;
    if (from >= 0) pair(to, from + 1);
  }
  for (let to = later.length - 2; to >= 0; to -= 1) {
    const from = match[to + 1] ?? -1;
    if (from > 0) pair(to, from - 1);
  }
  return match;
};

const keyOf = (line: string): string => line.trim().replace(/^\d{1,4}[.)、]\s*/, "");

/** Where each line stands; -1 for those that stand more than once. */
const standingOnce = (lines: readonly string[]): ReadonlyMap<string, number> => {
  const places = new Map<string, number>();
  for (const [index, line] of lines.entries()) places.set(line, places.has(line) ? -1 : index);
  return places;
};
