import type { Bar } from "../report/bar.ts";
import type { Ledger } from "../traffic/ledger.ts";
import type { Population } from "../traffic/population.ts";

/** What a scenario found, beside what holds for all of them. */
export type Findings = {
  readonly bars: readonly Bar[];
  /** More figures by name, units in the names. */
  readonly figures: Readonly<Record<string, number | null>>;
};

/** A course of traffic, and for how many visitors of each tenant. */
export type Scenario = {
  readonly visitorsPerTenant: number;
  /** Runs it. Answers how to judge it, once every message has come to rest. */
  run(stage: { readonly population: Population; readonly ledger: Ledger }): Promise<() => Findings>;
};
