/** One observation: its inputs, how likely the outcome was (0..1), and how much it counts. */
export type Observation = {
  readonly inputs: readonly number[];
  readonly outcome: number;
  readonly weight: number;
};

/** A fitted model: the probability is 1 / (1 + exp(-(intercept + sum of coefficient times input))). */
export type LogisticFit = { readonly intercept: number; readonly coefficients: readonly number[] };

/** Small enough to change nothing, large enough to keep inputs that move together apart. */
const ridge = 1e-3;

/** Weighted logistic regression by Newton's method, on inputs scaled to mean 0 and deviation 1. */
export const fitLogistic = (observations: readonly Observation[]): LogisticFit => {
  const size = observations[0]?.inputs.length ?? 0;
  const total = observations.reduce((sum, { weight }) => sum + weight, 0);
  const average = (value: (one: Observation) => number) =>
    observations.reduce((sum, one) => sum + one.weight * value(one), 0) / total;
  const places = Array.from({ length: size }, (_, place) => place);
  const means = places.map((place) => average(({ inputs }) => inputs[place]!));
  const deviations = places.map(
    (place) => Math.sqrt(average(({ inputs }) => (inputs[place]! - means[place]!) ** 2)) || 1,
  );
  const rows = observations.map(({ inputs }) => [
    1,
    ...inputs.map((input, place) => (input - means[place]!) / deviations[place]!),
  ]);
  let beta = Array.from({ length: size + 1 }, () => 0);
  for (let step = 0; step < 50; step += 1) {
    const { gradient, hessian } = derivatives(rows, observations, beta, total);
    const move = solve(hessian, gradient);
    beta = beta.map((value, place) => value + move[place]!);
    if (Math.max(...move.map(Math.abs)) < 1e-9) break;
  }
  const coefficients = places.map((place) => beta[place + 1]! / deviations[place]!);
  const shift = places.reduce((sum, place) => sum + coefficients[place]! * means[place]!, 0);
  return { intercept: beta[0]! - shift, coefficients };
};

const derivatives = (
  rows: readonly (readonly number[])[],
  observations: readonly Observation[],
  beta: readonly number[],
  total: number,
) => {
  const gradient = beta.map((value, place) => (place === 0 ? 0 : -ridge * value));
  const hessian = beta.map((_, i) => beta.map((__, j): number => (i === j ? ridge : 0)));
  for (const [index, row] of rows.entries()) {
    const { outcome, weight } = observations[index]!;
    const linear = row.reduce((sum, input, place) => sum + input * beta[place]!, 0);
    const probability = 1 / (1 + Math.exp(-linear));
    const residual = ((outcome - probability) * weight) / total;
    const curvature = (probability * (1 - probability) * weight) / total;
    for (const [i, left] of row.entries()) {
      gradient[i] = gradient[i]! + residual * left;
      const line = hessian[i]!;
      for (const [j, right] of row.entries()) line[j] = line[j]! + curvature * left * right;
    }
  }
  return { gradient, hessian };
};

/** Solves a small system of linear equations by Gauss-Jordan elimination with pivoting. */
const solve = (
  matrix: readonly (readonly number[])[],
  right: readonly number[],
): readonly number[] => {
  const rows = matrix.map((row, index) => [...row, right[index]!]);
  const size = rows.length;
  for (let column = 0; column < size; column += 1) {
    let pivot = column;
    for (let row = column + 1; row < size; row += 1) {
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row;
    }
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    for (let row = 0; row < size; row += 1) {
      if (row === column) continue;
      const factor = rows[row]![column]! / rows[column]![column]!;
      for (let place = column; place <= size; place += 1) {
        rows[row]![place] = rows[row]![place]! - factor * rows[column]![place]!;
      }
    }
  }
  return rows.map((row, index) => row[size]! / row[index]!);
};
