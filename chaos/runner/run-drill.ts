import { setTimeout as wait } from "node:timers/promises";
import { Cause, Effect, Exit, Fiber } from "effect";
import { type Activity, checkHistory } from "../history/check-history.ts";
import { seededRandom } from "../history/seeded-random.ts";
import { until } from "../fleet/until.ts";
import { type Bar, atLeast, atMost } from "./bar.ts";
import { type Crowd, openCrowd } from "./crowd.ts";
import { custodyBreaches } from "./custody-breaches.ts";
import type { Drill } from "./define-drill.ts";
import {
  type JournalStep,
  type RunParts,
  StepFailed,
  journaled,
  makeDrillRun,
} from "./drill-run.ts";
import type { Journal } from "./journal.ts";
import { readFinalLogs } from "./read-final-logs.ts";
import { type Recording, openRecording } from "./recording.ts";
import { type World, restore } from "./world.ts";

/** What a drill is run with. */
export type RunOptions = {
  readonly world: World;
  readonly seed: number;
  /** Share of the sockets that a drill with thousands of them opens; 1 is the honest number. */
  readonly scale: number;
  /** Folder for its history. */
  readonly folder: string;
};

/** What came out, without what is the same for all drills of a run. */
export type DrillOutcome = Omit<Journal, "env" | "git">;

/**
 * Runs one drill in a world: steady state as the gate, the method, rollbacks always, steady state
 * again, and the referee. It does not fail: whatever goes wrong stands in the outcome.
 */
export const runDrill = (drill: Drill, options: RunOptions): Effect.Effect<DrillOutcome> =>
  Effect.gen(function* () {
    const startedAt = new Date().toISOString();
    const startedMs = performance.now();
    const { world, seed, scale } = options;
    const states: { before: boolean; after: boolean } = { before: false, after: false };
    const run: JournalStep[] = [];
    const rollbacks: JournalStep[] = [];
    const exitsBefore = world.fleet.unexpectedExits().length;
    let judged: Pick<DrillOutcome, "checker" | "bars" | "history" | "faults"> | null = null;

    const rollBack = journaled(rollbacks, startedMs, "restore the installation", () =>
      restore(world),
    );
    const method = Effect.scoped(
      Effect.gen(function* () {
        yield* journaled(run, startedMs, "steady state before", () => assertSteady(world));
        const recording = yield* use(() => openOf(options, drill));
        const random = seededRandom(seed);
        const crowd = yield* use(() => crowdOf(world, recording, random));
        states.before = true;
        const parts: RunParts = { world, recording, random, journal: run, startedMs, crowd, scale };
        const drillRun = makeDrillRun(parts);
        if (drill.steadyState !== undefined) yield* drill.steadyState(drillRun);
        crowd.begin(drill.pace);
        const watching =
          drill.during === undefined ? null : yield* Effect.forkChild(drill.during(drillRun));
        yield* drill
          .inject(drillRun)
          .pipe(
            Effect.ensuring(
              Effect.ignore(Effect.andThen(drill.rollback?.(drillRun) ?? Effect.void, rollBack)),
            ),
          );
        yield* drillRun.calm(500, 1_000);
        if (watching !== null) yield* Fiber.interrupt(watching);
        drillRun.endTraffic();
        yield* drillRun.step("everything sent is acknowledged", () => within(crowd.rest(), 90_000));
        yield* drillRun.measureCatchUp("everybody has caught up at the end").pipe(Effect.ignore);
        yield* journaled(run, startedMs, "steady state after", () => assertSteady(world)).pipe(
          Effect.tap(() => Effect.sync(() => (states.after = true))),
          Effect.ignore,
        );
        if (drill.verify !== undefined) yield* drill.verify(drillRun);
        yield* drillRun.step("read the final logs", () => readFinalLogs(world, crowd, recording));
        const { activity, ...verdict } = checkHistory(recording.history);
        const breaches = yield* drillRun.step("whether the AI spoke where people hold", () =>
          custodyBreaches(world),
        );
        const exits = world.fleet.unexpectedExits().length - exitsBefore;
        const bars = [
          ...drill.bars(drillRun),
          ...usualBars({ anomalies: sum(verdict.anomalyCounts), exits, breaches }),
          ...notVacuous(drillRun.faults, activity),
          ...(drill.disturbs === "delivery" ? [] : [somethingRepeated(activity)]),
        ];
        const faults = drillRun.faults.map(({ name, atMs, inFlight }) => ({
          name,
          atMs: Math.round(atMs - startedMs),
          inFlight,
        }));
        judged = { checker: { ...verdict, activity }, bars, history: recording.path, faults };
      }),
    );
    const exit = yield* Effect.exit(method);
    // Once more, for what failed before the method had its own.
    yield* Effect.ignore(rollBack);
    const failure = Exit.isFailure(exit) ? Cause.pretty(exit.cause) : null;
    const { checker, bars, history, faults } = judged ?? nothing;
    const missed = bars.some(({ met }) => !met);
    return {
      id: drill.id,
      title: drill.title,
      status: failure === null ? (missed ? "failed" : "completed") : "aborted",
      deviated: states.before && !states.after,
      failure,
      startedAt,
      durationMs: Math.round(performance.now() - startedMs),
      seed,
      steady_states: states,
      run,
      rollbacks,
      history,
      faults,
      checker,
      bars,
    };
  });

const nothing: Pick<DrillOutcome, "checker" | "bars" | "history" | "faults"> = {
  checker: null,
  bars: [],
  history: null,
  faults: [],
};

/** Opens something for the time of the drill. */
const use = <T extends AsyncDisposable>(open: () => Promise<T>) =>
  Effect.acquireRelease(
    Effect.tryPromise({
      try: open,
      catch: (cause) => new StepFailed({ step: "open", message: String(cause), cause }),
    }),
    (opened) => Effect.promise(() => Promise.resolve(opened[Symbol.asyncDispose]())),
  );

const openOf = async ({ folder, seed }: RunOptions, { id }: Drill): Promise<Recording> =>
  openRecording(folder, `${id}-${seed}`);

const crowdOf = async (
  ...parts: Parameters<typeof openCrowd>
): Promise<Crowd & AsyncDisposable> => {
  const crowd = await openCrowd(...parts);
  return Object.assign(crowd, { [Symbol.asyncDispose]: async () => crowd.close() });
};

/** The hypothesis: every process says that it is ready, and pages are served through nginx. */
const assertSteady = async ({ fleet, url }: World): Promise<void> => {
  for (const { name, readyz } of fleet.processes)
    await until(`${name} is ready`, async () => (await readyz()) === 200, { withinMs: 20_000 });
  const answer = await fetch(`${url}/sign-in`);
  if (!answer.ok) throw new Error(`The sign-in page answered ${answer.status}`);
};

const within = async <T>(work: Promise<T>, ms: number): Promise<T> => {
  const giveUp = new AbortController();
  const late = wait(ms, undefined, { signal: giveUp.signal }).then(() => {
    throw new Error(`not within ${ms} ms`);
  });
  // When the work was in time, nobody is late.
  late.catch(() => undefined);
  return Promise.race([work, late]).finally(() => giveUp.abort());
};

const usualBars = ({ anomalies, exits, breaches }: Failings): Bar[] => [
  atMost(0, { name: "anomalies", value: anomalies, unit: "" }),
  atMost(0, { name: "unexpected exits of processes", value: exits, unit: "" }),
  atMost(0, { name: "words of the AI where people hold", value: breaches, unit: "" }),
];

type Failings = { readonly anomalies: number; readonly exits: number; readonly breaches: number };

/** A drill in which nothing was at stake proves nothing. */
const notVacuous = (
  faults: readonly { readonly inFlight: number }[],
  { acknowledged }: Pick<Activity, "acknowledged">,
): Bar[] => [
  atLeast(3, { name: "faults", value: faults.length, unit: "" }),
  atLeast(1, {
    name: "messages under way at every fault",
    value: Math.min(...faults.map(({ inFlight }) => inFlight)),
    unit: "",
  }),
  atLeast(200, { name: "messages acknowledged", value: acknowledged, unit: "" }),
];

const somethingRepeated = ({ retried, indeterminate }: Activity): Bar =>
  atLeast(1, { name: "messages retried or unknown", value: retried + indeterminate, unit: "" });

const sum = (counts: Readonly<Record<string, number | undefined>>): number =>
  Object.values(counts).reduce<number>((total, count) => total + (count ?? 0), 0);
