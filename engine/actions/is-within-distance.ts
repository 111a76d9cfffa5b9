/**
 * Whether no more than `most` characters need be added, left out or replaced to make one text of the other
 * (Levenshtein). Takes time in the length times `most`: only the diagonals that near are looked at (Ukkonen
 * 1985, "Algorithms for approximate string matching").
 */
export const isWithinDistance = (a: string, b: string, most: number): boolean => {
  const difference = b.length - a.length;
  if (Math.abs(difference) > most) return false;
  const far = most + 1;
  // costs[d] is what it takes to get to the row's cell on diagonal d - most; what is missing is far.
  let costs = Array.from({ length: far + most }, (_, d) => (d < most ? far : d - most));
  for (let row = 1; row <= a.length; row += 1) {
    const next: number[] = [];
    for (let d = 0; d < far + most; d += 1) {
      const column = row + d - most;
      const isInside = column >= 0 && column <= b.length;
      const left = (next[d - 1] ?? far) + 1;
      const above = (costs[d + 1] ?? far) + 1;
      const across = (costs[d] ?? far) + (a[row - 1] === b[column - 1] ? 0 : 1);
      next.push(isInside ? Math.min(left, above, column === 0 ? far : across) : far);
    }
    costs = next;
  }
  return (costs[most + difference] ?? far) <= most;
};
