import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { productFlags } from "../../chaos/fleet/product-flags.ts";

/** A process that has said that it is ready. `await using` stops it. */
export type ServerProcess = AsyncDisposable & {
  readonly pid: number;
  /** What stood in the ready line's parentheses: the address. */
  readonly url: string;
  /** From the start of the process to its ready line, in milliseconds. */
  readonly readyMs: number;
};

/** What to start. */
export type ServerCommand = {
  /** Arguments of Node. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The line that says it is ready; its first group is the address. */
  readonly ready: RegExp;
};

/** The product in production mode, on a free port, with its data in `dataDir`. */
export const productCommand = (dataDir: string, env: ServerCommand["env"]): ServerCommand => ({
  args: [...productFlags, "server.ts", "--production"],
  env: {
    ...env,
    NODE_ENV: "production",
    HOST: "127.0.0.1",
    PORT: "0",
    XIN_DATA_DIR: dataDir,
    XIN_LOG_LEVEL: "error",
  },
  ready: /^Xin is ready at (\S+)$/,
});

/** Starts a process and waits for its ready line. Throws with its last words when it ends before. */
export const startProcess = async ({ args, env, ready }: ServerCommand): Promise<ServerProcess> => {
  const startedMs = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: projectFolder,
    env: { ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  const answer = Promise.withResolvers<string>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      lines.push(line);
      if (lines.length > 40) lines.shift();
      const url = ready.exec(line)?.[1];
      if (url !== undefined) answer.resolve(url);
    });
  }
  child.once("exit", (code, signal) => {
    answer.reject(new Error(`The server ended with ${signal ?? code}:\n${lines.join("\n")}`));
  });
  const timer = setTimeout(() => {
    answer.reject(new Error(`The server is not ready:\n${lines.join("\n")}`));
  }, readyDeadlineMs);
  try {
    const url = await answer.promise;
    const readyMs = performance.now() - startedMs;
    return { pid: child.pid ?? 0, url, readyMs, [Symbol.asyncDispose]: () => stop(child) };
  } catch (error) {
    await stop(child);
    throw error;
  } finally {
    clearTimeout(timer);
  }
};

/** Runs a program of the project to its end. Throws with its last words unless it ends with 0. */
export const runToEnd = async (
  args: readonly string[],
  env: ServerCommand["env"],
): Promise<void> => {
  const child = spawn(process.execPath, args, {
    cwd: projectFolder,
    env: { ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2000)));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}:\n${said}`);
};

const projectFolder = new URL("../..", import.meta.url);
const readyDeadlineMs = 120_000;
const stopDeadlineMs = 40_000;

const stop = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), stopDeadlineMs);
  await exited;
  clearTimeout(timer);
};
