/** A figure that a drill promises, and what came out. */
export type Bar = {
  readonly name: string;
  readonly value: number;
  readonly unit: "ms" | "MB" | "";
  readonly limit: number;
  readonly rule: "at most" | "at least";
  readonly met: boolean;
};

/** What is measured, and in which unit. */
export type Figure = Pick<Bar, "name" | "value" | "unit">;

/** A bar that a figure must not exceed. What could not be measured (NaN) misses it. */
export const atMost = (limit: number, figure: Figure): Bar => ({
  ...rounded(figure),
  limit,
  rule: "at most",
  met: figure.value <= limit,
});

/** A bar that a figure must reach. */
export const atLeast = (limit: number, figure: Figure): Bar => ({
  ...rounded(figure),
  limit,
  rule: "at least",
  met: figure.value >= limit,
});

const rounded = ({ name, value, unit }: Figure): Figure => ({
  name,
  value: Math.round(value * 10) / 10,
  unit,
});
