import settings from "../nominal.json" with { type: "json" };
import { percentile, ratio, rounded } from "../lib/percentile.ts";
import { backToNominalSeconds } from "../report/recovery.ts";
import { runPace } from "../traffic/run-pace.ts";
import type { Scenario } from "./scenario.ts";

/**
 * The nominal load, in the midst of which every connection is lost at the same moment. `visitorTimes` of
 * `nominal.json` makes it a larger storm: so many times the visitors, with as many messages as before.
 * `peakToAverage` is the busiest second of coming back against the average, as in the drill R17.
 */
export const storm: Scenario = {
  visitorsPerTenant: settings.visitorsPerTenant * settings.storm.visitorTimes,
  run: async ({ population, ledger }) => {
    const { messagesPerSecond: perSecond, warmUpSeconds, storm: course } = settings;
    await runPace([{ seconds: warmUpSeconds + course.beforeSeconds, perSecond }], population.speak);
    const { handshakes } = ledger.lines;
    const before = handshakes.length;
    const cutMs = performance.now();
    for (const line of population.lines) line.cut();
    await runPace([{ seconds: course.afterSeconds, perSecond }], population.speak);
    const endMs = performance.now();

    return () => {
      const tries = handshakes.slice(before);
      const backMs = tries.flatMap(({ enteredMs }) =>
        enteredMs === null ? [] : [enteredMs - cutMs],
      );
      const missing = population.lines.length - backMs.length;
      const all = [...backMs, ...Array.from({ length: Math.max(0, missing) }, () => Infinity)];
      const rates = perSecondOf(backMs);
      const average = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
      const tried = Math.max(...perSecondOf(tries.map(({ beganMs }) => beganMs - cutMs)));
      return {
        bars: [
          { name: "backP95Ms", measured: rounded(percentile(all, 0.95)), atMost: 10_000 },
          { name: "backMaxMs", measured: rounded(percentile(all, 1)), atMost: 30_000 },
          { name: "peakToAverage", measured: ratio(Math.max(...rates), average), atMost: 3 },
          {
            name: "backToNominalSeconds",
            measured: backToNominalSeconds(ledger, { fromMs: cutMs, toMs: endMs }),
            atMost: 30,
          },
        ],
        figures: { handshakes: tries.length, mostHandshakesPerSecond: tried },
      };
    };
  },
};

/** How many fell into each second, up to the last one that had any. */
const perSecondOf = (timesMs: readonly number[]): number[] => {
  const rates: number[] = [];
  for (const ms of timesMs) {
    const second = Math.floor(ms / 1000);
    rates[second] = (rates[second] ?? 0) + 1;
  }
  return Array.from(rates, (rate) => rate ?? 0);
};
