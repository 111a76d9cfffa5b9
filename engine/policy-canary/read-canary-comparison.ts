import type { Tx } from "#db/client.ts";
import { type CanaryFigures, readCanaryFigures } from "#db/reads/canary-figures.ts";
import { type ComparedMeasure, compareCanary } from "./compare-canary.ts";

/** How the canary does beside production, since it was set. */
export type CanaryComparison = {
  /** ISO 8601, UTC. */
  readonly began: string;
  readonly conversations: { readonly canary: number; readonly production: number };
  readonly measures: readonly ComparedMeasure[];
};

/** Reads it; null without a canary. */
export const readCanaryComparison = async (tx: Tx): Promise<CanaryComparison | null> => {
  const figures: CanaryFigures | null = await readCanaryFigures(tx);
  if (figures === null) return null;
  const { began, canary, production } = figures;
  return {
    began,
    conversations: { canary: canary.conversations, production: production.conversations },
    measures: compareCanary(figures),
  };
};
