import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { projectFolder } from "./project-folder.ts";

/** How a process ended: an exit code, or the signal that killed it. */
export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

/** A process of ours. It never outlives us: whatever ends this process kills it too. */
export type Child = {
  readonly name: string;
  readonly pid: number;
  /** File with all it has said. */
  readonly log: string;
  /** How it ended; null while it runs. */
  readonly ended: Exit | null;
  readonly exit: Promise<Exit>;
  /** Sends a signal and does not wait. */
  signal(signal: NodeJS.Signals): void;
  /** Sends SIGTERM and waits; after `deadlineMs` it kills. */
  stop(deadlineMs?: number): Promise<Exit>;
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<Exit>;
};

/** What to run, and where its words go. */
export type ChildOptions = {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly log: string;
  /** What ends it when we end. Default SIGKILL. */
  readonly lastSignal?: NodeJS.Signals;
};

/** Starts a process. Its output is appended to its log. */
export const startChild = (options: ChildOptions): Child => {
  const { name, command, args, env, log, lastSignal = "SIGKILL" } = options;
  killThemAtTheEnd();
  const output = openSync(log, "a");
  const child = spawn(command, args, {
    cwd: projectFolder,
    ...(env === undefined ? {} : { env: { ...env } }),
    stdio: ["ignore", output, output],
  });
  closeSync(output);
  living.set(child, lastSignal);
  let ended: Exit | null = null;
  const exit = waitFor(child).then((how) => {
    living.delete(child);
    ended = how;
    return how;
  });
  const signal = (which: NodeJS.Signals) => void child.kill(which);
  return {
    name,
    pid: child.pid ?? 0,
    log,
    get ended() {
      return ended;
    },
    exit,
    signal,
    stop: async (deadlineMs = 40_000) => {
      // A frozen process cannot hear that it shall stop.
      signal("SIGCONT");
      signal("SIGTERM");
      const timer = setTimeout(signal, deadlineMs, "SIGKILL");
      return exit.finally(() => clearTimeout(timer));
    },
    kill: () => {
      signal("SIGKILL");
      return exit;
    },
  };
};

/** Runs a program to its end and answers what it printed. Throws with its last words unless it ends with 0. */
export const runToEnd = async (
  command: string,
  args: readonly string[],
  env?: Readonly<Record<string, string | undefined>>,
): Promise<string> => {
  killThemAtTheEnd();
  const child = spawn(command, args, {
    cwd: projectFolder,
    ...(env === undefined ? {} : { env: { ...env } }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  living.set(child, "SIGKILL");
  let printed = "";
  let complained = "";
  child.stdout.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (complained += chunk.toString()));
  const { code, signal } = await waitFor(child).finally(() => living.delete(child));
  if (code === 0) return printed;
  const words = `${printed}\n${complained}`.trim().slice(-2_000);
  throw new Error(`${[command, ...args].join(" ")} ended with ${signal ?? code}:\n${words}`);
};

/** The last lines of a child's log. */
export const lastWords = (log: string, lines = 20): string =>
  readFileSync(log, "utf8").trimEnd().split("\n").slice(-lines).join("\n");

/** Resident memory of a process in MB; 0 when it is gone. Linux only. */
export const residentMb = async (pid: number): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024;
};

const waitFor = async (child: ChildProcess): Promise<Exit> => {
  const [code, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
  return { code, signal };
};

const living = new Map<ChildProcess, NodeJS.Signals>();
let watching = false;

const killThemAtTheEnd = () => {
  if (watching) return;
  watching = true;
  process.on("exit", () => {
    for (const [child, signal] of living) child.kill(signal);
  });
};
