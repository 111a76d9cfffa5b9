import { monitorEventLoopDelay } from "node:perf_hooks";
import { type Fleet, openFleet } from "../chaos/fleet/fleet.ts";
import { checkHistory } from "../chaos/history/check-history.ts";
import { openHistoryWriter } from "../chaos/history/history-file.ts";
import type { HistoryRecord } from "../chaos/history/records.ts";
import { calibrate } from "./lib/calibrate.ts";
import { cpuSecondsByName } from "./lib/cpu-seconds.ts";
import settings from "./nominal.json" with { type: "json" };
import { type LoadReport, toReport } from "./report/load-report.ts";
import type { Scenario } from "./scenarios/scenario.ts";
import { comeToRest } from "./traffic/come-to-rest.ts";
import { type Ledger, newLedger } from "./traffic/ledger.ts";
import { openPopulation } from "./traffic/population.ts";

/** What to run, and where its logs and its history go. */
export type LoadRun = {
  readonly name: string;
  readonly scenario: Scenario;
  readonly seed: number;
  /** A folder of its own. */
  readonly folder: string;
};

/**
 * Starts an installation, fills it with people, lets the scenario run, waits until everything has come
 * to rest, and judges it: the referee the history, the bars the times.
 */
export const runLoad = async ({ name, scenario, seed, folder }: LoadRun): Promise<LoadReport> => {
  const calibrationMs = calibrate();
  await using fleet = await openFleet({ folder, env: { XIN_LOG_LEVEL: "warn" } });
  const { tenants, operatorsPerTenant } = settings;
  const plans = Array.from({ length: tenants }, (_, index) => ({
    slug: `load-${index + 1}`,
    operators: operatorsPerTenant,
  }));
  const records: HistoryRecord[] = [];
  const ledger = newLedger((record) => void records.push(record));
  using population = await openPopulation({
    urls: [fleet.origin],
    origin: fleet.origin,
    tenants: await fleet.makeTenants(plans),
    visitorsPerTenant: scenario.visitorsPerTenant,
    seed,
    ledger,
  });

  const delay = monitorEventLoopDelay({ resolution: 10 });
  const cpuBefore = await cpuOf(fleet);
  delay.enable();
  const judge = await scenario.run({ population, ledger });
  delay.disable();
  const cpuAfter = await cpuOf(fleet);

  const { unsent, records: endings } = await comeToRest(population, fleet.postgres);
  const history = [...records, ...endings];
  await writeHistory(`${folder}/history.jsonl`, history);
  const referee = checkHistory(history);
  const { bars, figures } = judge();
  const anomalies = Object.values(referee.anomalyCounts).reduce((sum, count) => sum + count, 0);
  return toReport({
    scenario: name,
    bars: [
      ...bars,
      { name: "anomalies", measured: anomalies, atMost: 0 },
      { name: "unacknowledged", measured: unsent, atMost: 0 },
      { name: "unexpectedExits", measured: fleet.unexpectedExits().length, atMost: 0 },
    ],
    figures: { ...figures, ...delayFigures(delay) },
    counts: countsOf(ledger),
    refusals: Object.fromEntries([...ledger.refusals, ...handshakeRefusals(ledger)]),
    referee,
    cpuSeconds: difference(cpuBefore, cpuAfter),
    seed,
    calibrationMs,
  });
};

const writeHistory = async (path: string, history: readonly HistoryRecord[]): Promise<void> => {
  await using writer = openHistoryWriter(path);
  for (const record of history) await writer.write(record);
};

const countsOf = ({ counts, lines, messages }: Ledger): Record<string, number> => ({
  messages: messages.size,
  frames: lines.frames,
  connected: lines.entered,
  connectionsLost: lines.lost,
  linesGivenUp: lines.silent,
  ...counts,
});

const handshakeRefusals = ({ lines }: Ledger) =>
  [...lines.refused].map(([kind, count]) => [`handshake ${kind}`, count] as const);

/** How late this process was: a load that cannot keep up measures itself. */
const delayFigures = (delay: ReturnType<typeof monitorEventLoopDelay>) => ({
  loadDelayP99Ms: Math.round(delay.percentile(99) / 1e6),
  loadDelayMaxMs: Math.round(delay.max / 1e6),
});

const cpuOf = ({ processes }: Fleet): Promise<Record<string, number>> =>
  cpuSecondsByName((pid) => processes.find((process) => process.pid === pid)?.name);

const difference = (before: Record<string, number>, after: Record<string, number>) =>
  Object.fromEntries(
    Object.entries(after).map(([name, seconds]) => [
      name,
      Math.round((seconds - (before[name] ?? 0)) * 10) / 10,
    ]),
  );
