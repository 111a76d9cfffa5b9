import { monitorEventLoopDelay } from "node:perf_hooks";
import { type Fleet, openFleet } from "../chaos/fleet/fleet.ts";
import { until } from "../chaos/fleet/until.ts";
import { checkHistory } from "../chaos/history/check-history.ts";
import { openHistoryWriter } from "../chaos/history/history-file.ts";
import type { FinalLog, HistoryRecord } from "../chaos/history/records.ts";
import { calibrate } from "./lib/calibrate.ts";
import { cpuSecondsByName } from "./lib/cpu-seconds.ts";
import settings from "./nominal.json" with { type: "json" };
import { type LoadReport, toReport } from "./report/load-report.ts";
import type { Scenario } from "./scenarios/scenario.ts";
import { type Ledger, newLedger } from "./traffic/ledger.ts";
import { type Population, openPopulation } from "./traffic/population.ts";
import { readStore, readThroughApi } from "./traffic/read-finals.ts";

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
  const ledger = newLedger();
  using population = await openPopulation({
    url: fleet.origin,
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

  const unsent = await comeToRest(population);
  const finals = [
    ...(await readStore(fleet.postgres)),
    ...(await readThroughApi(population.operators)),
  ];
  await catchUp(population, finals);
  const history = [...ledger.history, ...finals, ...endingsOf(population)];
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

/** Waits until every outbox is empty. Answers how many messages are left after a minute. */
const comeToRest = async ({ visitors }: Population): Promise<number> => {
  const left = () => visitors.reduce((sum, { waiting }) => sum + waiting, 0);
  return until("every message is acknowledged", () => left() === 0, { withinMs: restMs }).then(
    () => 0,
    left,
  );
};

/** Gives everybody time for two heartbeats, so that what was lost on the way can be fetched. */
const catchUp = async (
  { visitors, operators }: Population,
  finals: readonly FinalLog[],
): Promise<void> => {
  const ends = new Map(finals.map(({ conversation, log }) => [conversation, log.at(-1)?.seq ?? 0]));
  const haveAll = () =>
    visitors.every(({ conversationId, shown }) => shown === ends.get(conversationId)) &&
    operators.every(({ followed, shownUpTo }) =>
      followed.every((id) => shownUpTo(id) === ends.get(id)),
    );
  // Whoever has not got it by then is a never-delivered of the referee's.
  await until("everybody has caught up", haveAll, { withinMs: heartbeatsMs }).catch(() => {});
};

const endingsOf = ({ visitors, operators }: Population): HistoryRecord[] => [
  ...visitors.map(({ name, conversationId }) => ending(name, conversationId)),
  ...operators.flatMap(({ name, followed }) => followed.map((id) => ending(name, id))),
];

const ending = (session: string, conversation: string): HistoryRecord => ({
  kind: "sub-end",
  session,
  conversation,
  afterSeq: 0,
});

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

const restMs = 60_000;
const heartbeatsMs = 35_000;
