import { percentile, rounded } from "./percentile.ts";

const turns = 30_000_000;
const samples = 5;

/**
 * How long a fixed loop of integer arithmetic takes on this machine now, in milliseconds, the median of
 * five. It stands beside absolute times: when it is slower than in another run, so is everything else.
 */
export const calibrate = (): number | null => {
  const times = Array.from({ length: samples }, () => {
    const startedMs = performance.now();
    if (spin(turns) === 0) throw new Error("xorshift never comes to 0");
    return performance.now() - startedMs;
  });
  return rounded(percentile(times, 0.5));
};

/** Xorshift: no memory, no branches, nothing the compiler could leave out. */
const spin = (count: number): number => {
  let state = 2_463_534_242;
  for (let turn = 0; turn < count; turn += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
  }
  return state;
};
