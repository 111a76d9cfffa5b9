/**
 * The value below which a share of the samples lies, by the nearest rank; null without samples.
 * `share` is 0..1.
 */
export const percentile = (samples: readonly number[], share: number): number | null => {
  const sorted = samples.toSorted((a, b) => a - b);
  const rank = Math.max(0, Math.ceil(sorted.length * share) - 1);
  return sorted[rank] ?? null;
};

/** A number with one digit after the point; null stays null. */
export const rounded = (value: number | null): number | null =>
  value === null ? null : Math.round(value * 10) / 10;

/** How many times larger a value is than its reference; null when either is unknown. */
export const ratio = (value: number | null, reference: number | null): number | null =>
  value === null || reference === null || reference === 0
    ? null
    : Math.round((value / reference) * 100) / 100;
