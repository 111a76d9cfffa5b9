import type { Effect } from "effect";
import type { Bar } from "./bar.ts";
import type { Pace } from "./crowd.ts";
import type { DrillRun, StepFailed } from "./drill-run.ts";

/** One part of a drill. */
export type DrillEffect<A = void> = Effect.Effect<A, StepFailed>;

/**
 * A drill, after Chaos Toolkit: the steady state is a gate before and a question after; between them
 * the method runs, and rollbacks run always, whatever happens.
 */
export type Drill = {
  /** Its name in reliability drills, such as `R1`. */
  readonly id: string;
  readonly title: string;
  /**
   * What the faults get in the way of. Where sends are, a drill in which none was repeated proves nothing;
   * where only what is delivered is, none has to be. Default `sends`.
   */
  readonly disturbs?: "sends" | "delivery";
  /** How fast everybody writes, when it is not the usual pace. */
  readonly pace?: Pace;
  /** More than "every process is ready and a message goes round", which is asked anyway. */
  readonly steadyState?: (run: DrillRun) => DrillEffect;
  /** The faults, with `run.fault`, and what heals them. */
  readonly inject: (run: DrillRun) => DrillEffect;
  /** Looked at again and again while `inject` runs; it is interrupted at its end. */
  readonly during?: (run: DrillRun) => Effect.Effect<never, StepFailed>;
  /** More than what always runs: links healed, what was killed started, what was frozen woken. */
  readonly rollback?: (run: DrillRun) => DrillEffect;
  /** Looks at what is left when everything has come to rest, before the bars. */
  readonly verify?: (run: DrillRun) => DrillEffect;
  /** The figures it promises, beside no anomaly, no unexpected exit, and that it tested something. */
  readonly bars: (run: DrillRun) => readonly Bar[];
};

/** Names a drill's type; the place to look for what a drill may say. */
export const defineDrill = (drill: Drill): Drill => drill;
