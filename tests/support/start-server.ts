import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { productFlags } from "../../chaos/fleet/product-flags.ts";
import { productEnvironment } from "./product-environment.ts";

/**
 * The line the server prints when it takes requests. The white space after the address keeps a
 * half-received line from matching. Playwright stores the named group as `XIN_URL`.
 */
export const readyLine = /Xin is ready at (?<xin_url>http:\S+)\s/;

/** How a server process ended: an exit code, or the signal that killed it. */
export type ServerExit = { code: number | null; signal: NodeJS.Signals | null };

/** A server process under test. `await using` stops it and removes its temporary data folder. */
export type RunningServer = AsyncDisposable & {
  /** Address without a trailing slash, such as `http://127.0.0.1:40123`. */
  readonly url: string;
  readonly dataDir: string;
  readonly pid: number;
  /** The newest 5,000 lines of standard output and standard error, oldest first. */
  readonly lines: readonly string[];
  /** Resolves when the process has ended and its output is complete. */
  readonly exit: Promise<ServerExit>;
  /** The sign-in link of the demo workspace, as the server stored it in its data folder. */
  signInLink(): Promise<string>;
  /** Sends a signal and does not wait: `SIGKILL` for a crash, `SIGSTOP` for a freeze. */
  kill(signal: NodeJS.Signals): void;
  /** Sends SIGTERM and waits for the end. After 40 s it kills the process. */
  stop(): Promise<ServerExit>;
};

/** What to start, and with which settings. */
export type ServerOptions = {
  /** Settings of the product, such as `XIN_ROLE`. None are inherited from the shell. */
  env?: Record<string, string>;
  /** Folder to keep between two starts. Without it, a new folder is made and removed at the end. */
  dataDir?: string;
  /** Entry point, absolute or relative to the project. Default `server.ts`. */
  entry?: string;
  /** How long the server may take to print its ready line. Default 90,000 ms. */
  readyDeadlineMs?: number;
};

/**
 * Starts the built server in production mode on a free port, with an embedded database in an empty
 * folder unless `options` says otherwise. Rejects with the last lines of its output when it ends, or
 * stays silent, before it is ready.
 */
export const startServer = async (options: ServerOptions = {}): Promise<RunningServer> => {
  const ownDataDir = options.dataDir === undefined;
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "xin-server-")));
  const entry = options.entry ?? "server.ts";
  const child = spawn(process.execPath, [...productFlags, entry, "--production"], {
    cwd: projectFolder,
    env: productEnvironment({
      NODE_ENV: "production",
      HOST: "127.0.0.1",
      PORT: "0",
      XIN_DATA_DIR: dataDir,
      ...options.env,
    }),
    stdio: ["ignore", "pipe", "pipe"],
  });

  const lines: string[] = [];
  const ready = Promise.withResolvers<string>();
  const keep = (line: string) => {
    lines.push(line);
    if (lines.length > maxLines) lines.shift();
    const address = readyLine.exec(`${line}\n`)?.groups?.["xin_url"];
    if (address !== undefined) ready.resolve(address.replace(/\/$/, ""));
  };
  collectLines(child.stdout, keep);
  collectLines(child.stderr, keep);

  const exit = once(child, "close").then(([code, signal]): ServerExit => ({ code, signal }));
  const remove = () => (ownDataDir ? rm(dataDir, { recursive: true, force: true }) : undefined);
  const stop = async () => {
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), stopDeadlineMs);
    return exit.finally(() => clearTimeout(timer));
  };

  const fail = (reason: string) =>
    ready.reject(new Error(`${reason}. Its last lines:\n${lines.slice(-40).join("\n")}`));
  const readyDeadlineMs = options.readyDeadlineMs ?? 90_000;
  const timer = setTimeout(
    () => fail(`The server was not ready within ${readyDeadlineMs} ms`),
    readyDeadlineMs,
  );
  exit.then(
    ({ code, signal }) => fail(`The server ended with ${signal ?? code} before it was ready`),
    (error: unknown) => ready.reject(error),
  );

  try {
    const url = await ready.promise;
    return {
      url,
      dataDir,
      pid: child.pid ?? 0,
      lines,
      exit,
      signInLink: async () => (await readFile(join(dataDir, "sign-in-link"), "utf8")).trim(),
      kill: (signal) => void child.kill(signal),
      stop,
      [Symbol.asyncDispose]: async () => {
        await stop();
        await remove();
      },
    };
  } catch (error) {
    child.kill("SIGKILL");
    await exit;
    await remove();
    throw error;
  } finally {
    clearTimeout(timer);
  }
};

const projectFolder = fileURLToPath(new URL("../..", import.meta.url));
const maxLines = 5_000;
/** The product promises to drain within 30 s. */
const stopDeadlineMs = 40_000;

const collectLines = (stream: Readable, keep: (line: string) => void) => {
  createInterface({ input: stream }).on("line", keep);
};
