/** A piece that both lists have, or only the earlier or the later one. */
export type EditRun = { readonly kind: "same" | "removed" | "added"; readonly text: string };

/** Most pieces that may differ before the lists count as different throughout: the work grows with its square. */
const maxDistance = 800;

/** The shortest way from one list of pieces to the other (Myers 1986), piece by piece. */
export const shortestEdit = (a: readonly string[], b: readonly string[]): readonly EditRun[] => {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end))
    end += 1;
  const same = (text: string): EditRun => ({ kind: "same", text });
  return [
    ...a.slice(0, start).map(same),
    ...between(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    ...a.slice(a.length - end).map(same),
  ];
};

/** `trace` keeps how far each diagonal had come at each step. */
const between = (a: readonly string[], b: readonly string[]): readonly EditRun[] => {
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
    ...a.map((text): EditRun => ({ kind: "removed", text })),
    ...b.map((text): EditRun => ({ kind: "added", text })),
  ];
};

const at = (furthest: ReadonlyMap<number, number>, k: number) => furthest.get(k) ?? -1;
const goesDown = (furthest: ReadonlyMap<number, number>, k: number, d: number) =>
  k === -d || (k !== d && at(furthest, k - 1) < at(furthest, k + 1));

const walkBack = (
  a: readonly string[],
  b: readonly string[],
  trace: readonly ReadonlyMap<number, number>[],
): readonly EditRun[] => {
  const runs: EditRun[] = [];
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
