import settings from "../nominal.json" with { type: "json" };
import { percentile, rounded } from "../lib/percentile.ts";
import type { Bar } from "../report/bar.ts";
import { nominalLimits } from "../report/nominal-limits.ts";
import { type Span, goodputOf, waitsOf } from "../report/waits.ts";
import type { Ledger } from "../traffic/ledger.ts";
import { runPace } from "../traffic/run-pace.ts";
import type { Scenario } from "./scenario.ts";

/** The nominal load after a warm-up: every promised time, on every message. */
export const nominal: Scenario = {
  visitorsPerTenant: settings.visitorsPerTenant,
  run: async ({ population, ledger }) => {
    const perSecond = settings.messagesPerSecond;
    const { warmUpSeconds, seconds } = settings;
    await runPace([{ seconds: warmUpSeconds, perSecond }], population.speak);
    const fromMs = performance.now();
    await runPace([{ seconds, perSecond }], population.speak);
    const span = { fromMs, toMs: performance.now() };
    return () => ({
      bars: nominalBars(ledger, span),
      figures: { goodputPerSecond: rounded(goodputOf(ledger, span)), ...waitFigures(ledger, span) },
    });
  },
};

/** The times promised at the nominal load, for the messages that were due in a span. */
export const nominalBars = (ledger: Ledger, span: Span): Bar[] => {
  const { ackMs, deliveryMs, listMs } = waitsOf(ledger, span);
  const p99 = (list: readonly number[]) => rounded(percentile(list, 0.99));
  return [
    { name: "ackP99Ms", measured: p99(ackMs), atMost: nominalLimits.ackMs },
    { name: "deliveryP99Ms", measured: p99(deliveryMs), atMost: nominalLimits.deliveryMs },
    { name: "listP99Ms", measured: p99(listMs), atMost: nominalLimits.deliveryMs },
  ];
};

/** Medians and the worst of a span, to read beside the bars. */
export const waitFigures = (ledger: Ledger, span: Span): Record<string, number | null> => {
  const { due, ackMs, deliveryMs, listMs } = waitsOf(ledger, span);
  const at = (list: readonly number[], share: number) => rounded(percentile(list, share));
  return {
    due,
    ackP50Ms: at(ackMs, 0.5),
    ackP95Ms: at(ackMs, 0.95),
    ackMaxMs: at(ackMs, 1),
    deliveryP50Ms: at(deliveryMs, 0.5),
    deliveryP95Ms: at(deliveryMs, 0.95),
    deliveryMaxMs: at(deliveryMs, 1),
    listP50Ms: at(listMs, 0.5),
    listP95Ms: at(listMs, 0.95),
  };
};
