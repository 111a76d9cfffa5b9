/** A run of words that both texts have, or only the earlier or the later one. */
export type WordRun = { readonly kind: "same" | "removed" | "added"; readonly text: string };

/** Words compared one by one; what is beyond counts as one word. */
const maxWords = 3000;

/** Most words that may differ before the texts count as different throughout: the work grows with its square. */
const maxDistance = 800;

/**
 * What became of a text, word by word (Myers 1986): the runs that are not `added` make up `before`, those that
 * are not `removed` make up `after`. A Chinese character is a word.
 */
export const diffWords = (before: string, after: string): readonly WordRun[] => {
  const a = wordsOf(before);
  const b = wordsOf(after);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end))
    end += 1;
  const middle = shortest(a.slice(start, a.length - end), b.slice(start, b.length - end));
  return joinRuns([
    ...a.slice(0, start).map((text): WordRun => ({ kind: "same", text })),
    ...middle,
    ...a.slice(a.length - end).map((text): WordRun => ({ kind: "same", text })),
  ]);
};

const wordsOf = (text: string): readonly string[] => {
  const words =
    text.match(/\p{Script=Han}|[[\p{L}\p{N}]--\p{Script=Han}]+|\s+|[^\p{L}\p{N}\s]/gv) ?? [];
  // Marks and what else no class of the pattern has must not get lost.
  const whole = words.join("") === text ? words : [...text];
  if (whole.length <= maxWords) return whole;
  return [...whole.slice(0, maxWords), whole.slice(maxWords).join("")];
};

/** The shortest way from one list to the other. `trace` keeps how far each diagonal had come at each step. */
const shortest = (a: readonly string[], b: readonly string[]): readonly WordRun[] => {
  const furthest = new Map<number, number>([[1, 0]]);
  const trace: Map<number, number>[] = [];
  for (let d = 0; d <= Math.min(a.length + b.length, maxDistance); d += 1) {
    trace.push(new Map(furthest));
    for (let k = -d; k <= d; k += 2) {
      let x = goesDown(furthest, k, d) ? at(furthest, k + 1) : at(furthest, k - 1) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      furthest.set(k, x);
      if (x >= a.length && x - k >= b.length) return walkBack(a, b, trace);
    }
  }
  return [
    ...a.map((text): WordRun => ({ kind: "removed", text })),
    ...b.map((text): WordRun => ({ kind: "added", text })),
  ];
};

const at = (furthest: ReadonlyMap<number, number>, k: number) => furthest.get(k) ?? -1;
const goesDown = (furthest: ReadonlyMap<number, number>, k: number, d: number) =>
  k === -d || (k !== d && at(furthest, k - 1) < at(furthest, k + 1));

const walkBack = (
  a: readonly string[],
  b: readonly string[],
  trace: readonly ReadonlyMap<number, number>[],
): readonly WordRun[] => {
  const runs: WordRun[] = [];
  let [x, y] = [a.length, b.length];
  for (let d = trace.length - 1; d >= 0; d -= 1) {
    const furthest = trace[d] ?? new Map<number, number>();
    const k = x - y;
    const from = goesDown(furthest, k, d) ? k + 1 : k - 1;
    const before =
      d === 0 ? { x: 0, y: 0 } : { x: at(furthest, from), y: at(furthest, from) - from };
    while (x > before.x && y > before.y) {
      x -= 1;
      y -= 1;
      runs.push({ kind: "same", text: a[x] ?? "" });
    }
    if (d === 0) break;
    if (x === before.x) {
      y -= 1;
      runs.push({ kind: "added", text: b[y] ?? "" });
    } else {
      x -= 1;
      runs.push({ kind: "removed", text: a[x] ?? "" });
    }
  }
  return runs.toReversed();
};

const joinRuns = (runs: readonly WordRun[]): readonly WordRun[] => {
  const joined: { kind: WordRun["kind"]; text: string }[] = [];
  for (const { kind, text } of runs) {
    const last = joined.at(-1);
    if (last?.kind === kind) last.text += text;
    else joined.push({ kind, text });
  }
  return joined;
};
