import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";

/** The core of what is measured, and that of who asks. */
export const cores = { server: 0, load: 1 } as const;

/** Whether processes can be kept apart here: two cores, and Linux's `taskset`. */
export const canPin: boolean =
  availableParallelism() >= 2 &&
  spawnSync("taskset", ["-c", `${cores.server},${cores.load}`, "true"]).status === 0;

/** A command that runs on one core only; as it was where that cannot be had. */
export const onCore = (core: number, command: [string, ...string[]]): [string, ...string[]] =>
  canPin ? ["taskset", "-c", String(core), ...command] : command;

/** Keeps this process, which makes the load, off the servers' core. */
export const pinThisProcess = (): void => {
  if (canPin) spawnSync("taskset", ["-a", "-c", "-p", String(cores.load), String(process.pid)]);
};
