/** What came of one question. */
export type Answered = {
  /** Whether anything in the corpus answers it. */
  readonly inScope: boolean;
  /** Place of the first right article, from 1; null when it was not found, or nothing answers the question. */
  readonly rank: number | null;
  /** Sum of 1 / log2(1 + place) over the right articles in the first ten, over the most possible. */
  readonly ndcg10: number;
  readonly confidence: number;
};

/** The measures the evaluation prints. Shares are 0..1; null where the questions do not allow one. */
export type Measures = {
  readonly n: number;
  readonly r1: number;
  readonly r5: number;
  readonly mrr10: number;
  readonly ndcg10: number;
  readonly auroc: number | null;
  readonly coverage95: number;
  readonly precision95: number | null;
};

/** Measures over all questions. Ranks count questions in scope, `n` of them. */
export const measure = (answered: readonly Answered[]): Measures => {
  const inScope = answered.filter((one) => one.inScope);
  const share = (value: (one: Answered) => number) =>
    inScope.length === 0
      ? 0
      : round(inScope.reduce((sum, one) => sum + value(one), 0) / inScope.length);
  const within = (places: number) => (one: Answered) =>
    one.rank !== null && one.rank <= places ? 1 : 0;
  const abstention = measureAbstention(answered);
  return {
    n: inScope.length,
    r1: share(within(1)),
    r5: share(within(5)),
    mrr10: share(({ rank }) => (rank !== null && rank <= 10 ? 1 / rank : 0)),
    ndcg10: share(({ ndcg10 }) => ndcg10),
    auroc: auroc(
      inScope.map(({ confidence }) => confidence),
      answered.filter((one) => !one.inScope).map(({ confidence }) => confidence),
    ),
    ...abstention,
  };
};

/** Area under the ROC curve: how often a positive scores above a negative. Null when one side is empty. */
export const auroc = (
  positives: readonly number[],
  negatives: readonly number[],
): number | null => {
  if (positives.length === 0 || negatives.length === 0) return null;
  const sorted = negatives.toSorted((a, b) => a - b);
  let wins = 0;
  for (const value of positives) {
    const below = countBelow(sorted, value);
    wins += below + (countBelow(sorted, value, true) - below) / 2;
  }
  return round(wins / (positives.length * negatives.length));
};

const halvings = 20;
const precisionTarget = 0.97;

/**
 * Over fixed random halvings: the threshold that gives the target precision on one half is used on the
 * other. Coverage is the share of its questions in scope that are answered rightly.
 */
const measureAbstention = (answered: readonly Answered[]) => {
  const coverages: number[] = [];
  const precisions: number[] = [];
  for (let seed = 1; seed <= halvings; seed += 1) {
    const shuffled = shuffle(answered, seed);
    const middle = shuffled.length >> 1;
    const threshold = learnThreshold(shuffled.slice(0, middle));
    const test = shuffled.slice(middle);
    const sent = test.filter(({ confidence }) => confidence >= threshold);
    const right = sent.filter(({ rank }) => rank === 1).length;
    const inScope = test.filter((one) => one.inScope).length;
    coverages.push(inScope === 0 ? 0 : right / inScope);
    if (sent.length > 0) precisions.push(right / sent.length);
  }
  return {
    coverage95: round(median(coverages) ?? 0),
    precision95: roundOrNull(median(precisions)),
  };
};

/** The lowest threshold at which the answers sent are right often enough; infinite when there is none. */
const learnThreshold = (answered: readonly Answered[]): number => {
  const sorted = answered.toSorted((a, b) => b.confidence - a.confidence);
  let right = 0;
  let threshold = Number.POSITIVE_INFINITY;
  for (const [index, { confidence, rank }] of sorted.entries()) {
    if (rank === 1) right += 1;
    const next = sorted[index + 1];
    if (next !== undefined && next.confidence === confidence) continue;
    if (right / (index + 1) >= precisionTarget) threshold = confidence;
  }
  return threshold;
};

/** Numbers of a sorted list below a value, or up to it. */
const countBelow = (sorted: readonly number[], value: number, orEqual = false): number => {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = sorted[middle]!;
    if (at < value || (orEqual && at === value)) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** The middle of some numbers, or the mean of the middle two. Null of none. */
export const median = (values: readonly number[]): number | null => quantile(values, 0.5);

/** The value below which the share `q` of the numbers lies. Null of none. */
export const quantile = (values: readonly number[], q: number): number | null => {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const at = q * (sorted.length - 1);
  const low = sorted[Math.floor(at)]!;
  const high = sorted[Math.ceil(at)]!;
  return low + (high - low) * (at - Math.floor(at));
};

/** Fisher-Yates with the generator "mulberry32": the same order for the same seed, everywhere. */
const shuffle = <T>(values: readonly T[], seed: number): readonly T[] => {
  const shuffled = [...values];
  let state = seed;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  for (let index = shuffled.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [shuffled[index], shuffled[other]] = [shuffled[other]!, shuffled[index]!];
  }
  return shuffled;
};

const round = (value: number): number => Math.round(value * 10_000) / 10_000;
const roundOrNull = (value: number | null): number | null => (value === null ? null : round(value));
