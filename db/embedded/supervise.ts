import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { childMessage } from "./child-message.ts";

/** A child process that is kept running. */
export type Supervised = {
  /** Process id of the child that runs now, or ran last. */
  readonly pid: number;
  /** Called with the reason each time the child ended by itself, before it is started again. */
  onExit(handler: (why: string) => void): void;
  /** Closes the child's pipe and waits until it has ended. */
  stop(): Promise<void>;
};

/** Pause before the first restart, doubled up to the longest; a child that ran long enough resets it. */
const shortestPauseMs = 50;
const longestPauseMs = 5000;
const healthyMs = 10_000;

/** How long a child may take to end before it is killed. */
const stopMs = 15_000;

/** Starts the engine's process, waits until it serves, and starts it again whenever it dies. */
export const supervise = async (args: readonly string[]): Promise<Supervised> => {
  const handlers: ((why: string) => void)[] = [];
  let stopping = false;
  let pauseMs = shortestPauseMs;
  let timer: NodeJS.Timeout | undefined;
  let child = spawnChild(args);
  let startedAt = performance.now();

  const watch = (watched: ChildProcess): void => {
    let failure: string | null = null;
    let ended = false;
    const onEnd = (why: string): void => {
      if (stopping || ended) return;
      ended = true;
      for (const handler of handlers) handler(failure ?? why);
      if (performance.now() - startedAt > healthyMs) pauseMs = shortestPauseMs;
      timer = setTimeout(restart, pauseMs);
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    };
    watched.on("message", (value) => {
      const message = childMessage(value);
      if (message?.kind === "failed") failure = message.message;
    });
    watched.once("error", (error) => onEnd(error.message));
    watched.once("exit", (code, signal) => onEnd(`it ended with ${signal ?? code}`));
  };

  const restart = (): void => {
    child = spawnChild(args);
    startedAt = performance.now();
    watch(child);
  };

  await ready(child);
  watch(child);
  return {
    get pid() {
      return child.pid ?? 0;
    },
    onExit: (handler) => {
      handlers.push(handler);
    },
    stop: async () => {
      stopping = true;
      clearTimeout(timer);
      await end(child);
    },
  };
};

const spawnChild = (args: readonly string[]): ChildProcess =>
  fork(join(import.meta.dirname, "child.ts"), args, {
    execArgv: [],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });

const ready = async (child: ChildProcess): Promise<void> => {
  const answer = Promise.withResolvers<void>();
  child.on("message", (value) => {
    const message = childMessage(value);
    if (message?.kind === "ready") answer.resolve();
    if (message?.kind === "failed") answer.reject(new Error(message.message));
  });
  child.once("error", answer.reject);
  child.once("exit", (code, signal) => {
    answer.reject(new Error(`The embedded database ended while starting (${signal ?? code})`));
  });
  await answer.promise;
};

const end = async (child: ChildProcess): Promise<void> => {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  if (child.connected) child.disconnect();
  const timer = setTimeout(() => child.kill("SIGKILL"), stopMs);
  await exited;
  clearTimeout(timer);
};
