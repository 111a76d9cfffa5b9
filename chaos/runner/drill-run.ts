import { setTimeout as wait } from "node:timers/promises";
import { Data, Effect } from "effect";
import type { SeededRandom } from "../history/seeded-random.ts";
import type { XinProcess } from "../fleet/xin-process.ts";
import { until } from "../fleet/until.ts";
import type { Crowd } from "./crowd.ts";
import type { Recording } from "./recording.ts";
import type { Stretch } from "./timings.ts";
import type { World } from "./world.ts";

/** A step of a drill could not be done, or something did not come true in time. */
export class StepFailed extends Data.TaggedError("StepFailed")<{
  readonly step: string;
  readonly message: string;
  readonly cause?: unknown;
}> {}

/** A step as the journal tells it. Times are milliseconds since the drill began. */
export type JournalStep = {
  readonly name: string;
  readonly startMs: number;
  readonly durationMs: number;
  readonly status: "succeeded" | "failed";
  readonly output?: unknown;
};

/** A fault, and what it met. */
export type Fault = {
  readonly name: string;
  /** By `performance.now()`. */
  readonly atMs: number;
  /** Messages on the way at that moment. */
  readonly inFlight: number;
};

/** What a drill works with. */
export type DrillRun = {
  readonly world: World;
  readonly crowd: Crowd;
  readonly recording: Recording;
  readonly random: SeededRandom;
  /** Share of the sockets to open in a drill with thousands of them. */
  readonly scale: number;
  readonly faults: readonly Fault[];
  /** Figures noted on the way; of one name the worst is what counts. */
  readonly noted: ReadonlyMap<string, readonly number[]>;
  /** From the beginning of the traffic until now, or to its end. */
  readonly traffic: Stretch;
  /** Does something, and notes it in the journal. */
  step<T>(name: string, work: () => Promise<T>): Effect.Effect<T, StepFailed>;
  /** Makes a fault while everybody's messages are under way. */
  fault(name: string, work: () => Promise<unknown>): Effect.Effect<void, StepFailed>;
  /** Waits a random time, which the seed repeats. */
  calm(shortestMs: number, longestMs: number): Effect.Effect<void>;
  /** Waits until something is so; notes how long it took under `name`. Fails after `withinMs`. */
  measure(
    name: string,
    isSo: () => boolean | Promise<boolean>,
    withinMs: number,
  ): Effect.Effect<void, StepFailed>;
  /** Waits for the next acknowledgement; notes under `name` how long it took. */
  measureServing(name: string): Effect.Effect<void, StepFailed>;
  /**
   * Waits until everybody, and who else is named, shows all that is acknowledged by now; notes under
   * `name` how long it took.
   */
  measureCatchUp(name: string, others?: Pick<Crowd, "shows">): Effect.Effect<void, StepFailed>;
  note(name: string, value: number): void;
  /** The worst figure noted under a name; NaN when there is none. */
  worst(name: string): number;
  /** One of the nodes, by the seed. */
  anyNode(): XinProcess;
};

/** What a run is made of. */
export type RunParts = Pick<DrillRun, "world" | "crowd" | "recording" | "random" | "scale"> & {
  readonly journal: JournalStep[];
  readonly startedMs: number;
};

const longestWaitMs = 60_000;

/** Makes what the parts of a drill are handed. Traffic begins now. */
export const makeDrillRun = (parts: RunParts): DrillRun & { endTraffic(): void } => {
  const { world, crowd, recording, random, journal, startedMs, scale } = parts;
  const faults: Fault[] = [];
  const noted = new Map<string, number[]>();
  const fromMs = performance.now();
  let toMs: number | null = null;

  const step: DrillRun["step"] = (name, work) => journaled(journal, startedMs, name, work);
  const told = (name: string, work: () => Promise<object>) =>
    Effect.asVoid(journaled(journal, startedMs, name, work, (output) => output));
  const note = (name: string, value: number) =>
    void noted.set(name, [...(noted.get(name) ?? []), value]);
  const measure: DrillRun["measure"] = (name, isSo, withinMs) =>
    told(name, async () => {
      const beganMs = performance.now();
      await until(name, isSo, { withinMs, everyMs: 20 });
      note(name, performance.now() - beganMs);
      return { tookMs: Math.round(performance.now() - beganMs) };
    });
  return {
    world,
    crowd,
    recording,
    random,
    scale,
    faults,
    noted,
    get traffic() {
      return { fromMs, toMs: toMs ?? performance.now() };
    },
    endTraffic: () => {
      toMs ??= performance.now();
    },
    step,
    note,
    measure,
    fault: (name, work) =>
      told(name, async () => {
        await crowd.burst();
        const { inFlight } = crowd;
        faults.push({ name, atMs: performance.now(), inFlight });
        const met = await work();
        return met === undefined ? { inFlight } : { inFlight, met };
      }),
    calm: (shortestMs, longestMs) =>
      Effect.promise(() => wait(shortestMs + random.below(longestMs - shortestMs))),
    measureServing: (name) =>
      Effect.suspend(() => {
        const before = recording.acknowledged;
        return measure(name, () => recording.acknowledged > before, longestWaitMs);
      }),
    measureCatchUp: (name, others) =>
      Effect.suspend(() => {
        const acked = new Map(recording.lastAcked);
        const everybody = others === undefined ? [crowd] : [crowd, others];
        return measure(name, () => everybody.every(({ shows }) => shows(acked)), longestWaitMs);
      }),
    worst: (name) => Math.max(...(noted.get(name) ?? [Number.NaN])),
    anyNode: () => random.pick(world.fleet.nodes),
  };
};

/** Does something and writes down how it went, with what `tell` makes of its outcome. */
export const journaled = <T>(
  journal: JournalStep[],
  startedMs: number,
  name: string,
  work: () => Promise<T>,
  tell?: (output: T) => unknown,
): Effect.Effect<T, StepFailed> =>
  Effect.tryPromise({
    try: async () => {
      const startMs = performance.now();
      const write = (status: JournalStep["status"], output: unknown) => {
        const durationMs = Math.round(performance.now() - startMs);
        const at = Math.round(startMs - startedMs);
        const said = output === undefined ? {} : { output };
        journal.push({ name, startMs: at, durationMs, status, ...said });
      };
      try {
        const output = await work();
        write("succeeded", tell?.(output));
        return output;
      } catch (error) {
        write("failed", String(error));
        throw error;
      }
    },
    catch: (cause) => new StepFailed({ step: name, message: `${name}: ${String(cause)}`, cause }),
  });
