import settings from "../nominal.json" with { type: "json" };
import { ratio, rounded } from "../lib/percentile.ts";
import { backToNominalSeconds } from "../report/recovery.ts";
import { goodputOf } from "../report/waits.ts";
import { runPace } from "../traffic/run-pace.ts";
import { waitFigures } from "./nominal.ts";
import type { Scenario } from "./scenario.ts";

/**
 * The nominal load, then step by step five times as many messages from the same people, then nominal
 * again. What cannot be carried must be refused as the protocol says, and nothing may be lost.
 */
export const five: Scenario = {
  visitorsPerTenant: settings.visitorsPerTenant,
  run: async ({ population, ledger }) => {
    const { messagesPerSecond, warmUpSeconds, five: course } = settings;
    const stages = [
      { times: 1, seconds: warmUpSeconds },
      ...course.times.map((times) => ({
        times,
        seconds: times === fullTimes ? course.holdSeconds : course.stepSeconds,
      })),
    ];
    const goodputs: { times: number; fromMs: number; toMs: number }[] = [];
    for (const { times, seconds } of stages) {
      const fromMs = performance.now() + rampMs;
      await runPace([{ seconds, perSecond: times * messagesPerSecond }], population.speak);
      goodputs.push({ times, fromMs, toMs: performance.now() });
    }
    const droppedMs = performance.now();
    await runPace(
      [{ seconds: course.afterSeconds, perSecond: messagesPerSecond }],
      population.speak,
    );
    const endMs = performance.now();

    return () => {
      const rates = goodputs.map(({ times, ...span }) => ({
        times,
        rate: goodputOf(ledger, span),
      }));
      const peak = Math.max(...rates.map(({ rate }) => rate));
      const full = rates.at(-1)?.rate ?? null;
      const hold = goodputs.at(-1) ?? { fromMs: 0, toMs: 0 };
      return {
        bars: [
          { name: "goodputShareOfPeak", measured: ratio(full, peak), atLeast: 0.8 },
          {
            name: "backToNominalSeconds",
            measured: backToNominalSeconds(ledger, { fromMs: droppedMs, toMs: endMs }),
            atMost: 30,
          },
          {
            name: "overloadedWithoutDelay",
            measured: ledger.counts.overloadedWithoutDelay,
            atMost: 0,
          },
        ],
        figures: {
          ...Object.fromEntries(
            rates.map(({ times, rate }) => [`goodputAt${times}TimesPerSecond`, rounded(rate)]),
          ),
          overloaded: ledger.refusals.get("overloaded") ?? 0,
          ...waitFigures(ledger, hold),
        },
      };
    };
  },
};

const fullTimes = 5;
/** What comes in the first moments of a stage belongs to the one before. */
const rampMs = 2_000;
