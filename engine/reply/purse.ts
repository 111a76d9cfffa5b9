import type { CallUse } from "./call-use.ts";

/** Pays for calls of models. What a call may cost at the most is taken before it is made. */
export type Purse = {
  /**
   * Takes the most a call may cost, in US dollars; null where nobody knows. Rejects with ModelFailure when
   * there is not that much left.
   */
  take(provider: string, mostUsd: number | null): Promise<Receipt>;
};

/** What was taken for one call. */
export type Receipt = {
  /** Says what it used and cost, and gives back the rest. Never throws. */
  settle(use: CallUse, costUsd: number): void;
};

/** A purse without a bottom that keeps no books. */
export const freePurse: Purse = {
  take: () => Promise.resolve({ settle: () => {} }),
};
