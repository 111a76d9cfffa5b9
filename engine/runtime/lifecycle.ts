import type { Logger } from "./log.ts";

/**
 * The order in which a process stops: people are asked to reconnect elsewhere first, then nothing new
 * comes in, then the work in hand ends, and what everything rests on goes last.
 */
const phases = ["gateway", "http", "consumers", "jobs", "bus", "database"] as const;

/** A step of the way down. */
export type StopPhase = (typeof phases)[number];

/** How a process goes down. */
export type Lifecycle = {
  /** True from the first signal on: `/readyz` says so, and a load balancer sends nobody any more. */
  readonly draining: boolean;
  /** Adds something to stop in a phase. Those of one phase stop together. */
  onStop(phase: StopPhase, stop: () => Promise<unknown>): void;
  /** Stops everything and ends the process with the code. A second call does nothing. */
  stop(exitCode: number): Promise<void>;
};

/** The whole way down may take this long; then the process ends with code 1. */
const deadlineMs = 28_000;

/**
 * Makes the lifecycle of this process and listens for its signals. The first SIGTERM or SIGINT drains
 * and exits 0, a second one exits 1 at once. An error nobody caught is logged and exits 1: the state
 * is unknown, a supervisor starts afresh.
 */
export const makeLifecycle = (
  log: Logger,
  runtime: Pick<NodeJS.Process, "on" | "exit"> = process,
): Lifecycle => {
  const steps: { phase: StopPhase; stop: () => Promise<unknown> }[] = [];
  let draining = false;

  const stop = async (exitCode: number) => {
    if (draining) return;
    draining = true;
    const tooLong = setTimeout(() => {
      log.error({ deadlineMs }, "stopping took too long");
      runtime.exit(1);
    }, deadlineMs);
    tooLong.unref();
    for (const phase of phases) {
      const ends = steps.filter((step) => step.phase === phase).map((step) => step.stop());
      for (const end of await Promise.allSettled(ends)) {
        if (end.status === "rejected") log.error({ err: end.reason, phase }, "could not stop");
      }
    }
    log.info("stopped");
    runtime.exit(exitCode);
  };

  const onSignal = (signal: NodeJS.Signals) => {
    if (draining) {
      log.warn({ signal }, "second signal, ending at once");
      runtime.exit(1);
      return;
    }
    log.info({ signal }, "draining");
    void stop(0);
  };
  runtime.on("SIGTERM", onSignal);
  runtime.on("SIGINT", onSignal);
  const onDefect = (error: unknown) => {
    log.fatal({ err: error }, "an error nobody caught; ending");
    runtime.exit(1);
  };
  runtime.on("uncaughtException", onDefect);
  runtime.on("unhandledRejection", onDefect);

  return {
    get draining() {
      return draining;
    },
    onStop: (phase, stopStep) => void steps.push({ phase, stop: stopStep }),
    stop,
  };
};
