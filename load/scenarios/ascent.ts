import settings from "../nominal.json" with { type: "json" };
import { ratio, rounded } from "../lib/percentile.ts";
import { backToNominalSeconds } from "../report/recovery.ts";
import { goodputOf } from "../report/waits.ts";
import { runPace } from "../traffic/run-pace.ts";
import { waitFigures } from "./nominal.ts";
import type { Scenario } from "./scenario.ts";

/** How an ascent goes on: so many times the nominal load, one after the other, the last one for longer. */
export type Course = {
  readonly times: readonly number[];
  /** How many times the nominal visitors there are. */
  readonly visitorTimes: number;
  readonly stepSeconds: number;
  readonly holdSeconds: number;
  readonly afterSeconds: number;
  /** How many refusals as `overloaded` there must be: without any, nothing was too much. */
  readonly leastOverloaded: number;
};

/**
 * The nominal load, then step by step many times as many messages, then nominal again. What cannot be carried must be refused as the protocol says, and nothing may be lost.
 */
export const ascent = (course: Course): Scenario => ({
  visitorsPerTenant: settings.visitorsPerTenant * course.visitorTimes,
  run: async ({ population, ledger }) => {
    const { messagesPerSecond, warmUpSeconds } = settings;
    const fullTimes = course.times.at(-1);
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
      const overloaded = ledger.refusals.get("overloaded") ?? 0;
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
          { name: "overloaded", measured: overloaded, atLeast: course.leastOverloaded },
        ],
        figures: {
          ...Object.fromEntries(
            rates.map(({ times, rate }) => [`goodputAt${times}TimesPerSecond`, rounded(rate)]),
          ),
          ...waitFigures(ledger, hold),
        },
      };
    };
  },
});

/** What comes in the first moments of a stage belongs to the one before. */
const rampMs = 2_000;
