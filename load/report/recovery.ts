import { percentile } from "../lib/percentile.ts";
import type { Ledger } from "../traffic/ledger.ts";
import { nominalLimits } from "./nominal-limits.ts";
import { type Span, waitsOf } from "./waits.ts";

/**
 * Seconds from the beginning of a span until the nominal figures hold again: 99 of 100 of all messages
 * due from then to the end of the span keep them. Null when not even those of the last five seconds do.
 */
export const backToNominalSeconds = (ledger: Ledger, { fromMs, toMs }: Span): number | null => {
  for (let second = 0; fromMs + (second + fewestSeconds) * 1000 <= toMs; second += 1) {
    const { ackMs, deliveryMs } = waitsOf(ledger, { fromMs: fromMs + second * 1000, toMs });
    const p99 = (list: readonly number[]) => percentile(list, 0.99) ?? Infinity;
    if (p99(ackMs) <= nominalLimits.ackMs && p99(deliveryMs) <= nominalLimits.deliveryMs)
      return second;
  }
  return null;
};

const fewestSeconds = 5;
