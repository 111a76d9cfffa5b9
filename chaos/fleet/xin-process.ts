import { join } from "node:path";
import { type Child, type Exit, lastWords, residentMb, startChild } from "./child.ts";
import { inheritedEnvironment } from "./inherited-environment.ts";
import { productFlags } from "./product-flags.ts";
import { until } from "./until.ts";

/** What a process of the installation does: its XIN_ROLE. */
export type XinRole = "all" | "app" | "realtime" | "engine";

/** One process of the product. Its port stays the same over every restart. */
export type XinProcess = {
  readonly name: string;
  readonly role: XinRole;
  readonly port: number;
  /** Its own address, past any balancer. */
  readonly url: string;
  /** Process id; 0 while it does not run. */
  readonly pid: number;
  readonly log: string;
  /** Ends that nobody of the fleet has asked for. */
  readonly unexpectedExits: readonly Exit[];
  /** Starts it, and resolves once `/readyz` says 200. */
  start(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with the exit. */
  stop(): Promise<Exit>;
  /** SIGSTOP: it does nothing and its connections stay. */
  freeze(): void;
  /** SIGCONT. */
  wake(): void;
  /** Status of `/readyz`; 0 when nothing answers within `withinMs` (default 1,000). */
  readyz(withinMs?: number): Promise<number>;
  residentMb(): Promise<number>;
};

/** What to run. */
export type XinProcessOptions = {
  readonly name: string;
  readonly role: XinRole;
  readonly port: number;
  /** Folder of logs and data. */
  readonly folder: string;
  /** Entry point, from the project's folder. */
  readonly entry: string;
  readonly env: Readonly<Record<string, string>>;
};

const startDeadlineMs = 120_000;

/** Prepares a process of the product. It runs after `start`. */
export const makeXinProcess = (options: XinProcessOptions): XinProcess => {
  const { name, role, folder, port } = options;
  const url = `http://127.0.0.1:${port}`;
  const log = join(folder, `${name}.log`);
  const unexpectedExits: Exit[] = [];
  let child: Child | null = null;

  const readyz = (withinMs = 1_000) =>
    fetch(`${url}/readyz`, { signal: AbortSignal.timeout(withinMs) }).then(
      ({ status }) => status,
      () => 0,
    );
  const launch = () => {
    const own = startChild({
      name,
      command: process.execPath,
      args: [...productFlags, options.entry, "--production"],
      env: {
        ...inheritedEnvironment(),
        ...options.env,
        NODE_ENV: "production",
        HOST: "127.0.0.1",
        PORT: String(port),
        XIN_ROLE: role,
      },
      log,
    });
    void own.exit.then((exit) => {
      if (child === own) unexpectedExits.push(exit);
    });
    return own;
  };
  /** Its end is ours from now on, and no accident. */
  const release = () => {
    const own = child;
    child = null;
    return own;
  };
  return {
    name,
    role,
    port,
    url,
    log,
    unexpectedExits,
    get pid() {
      return child?.pid ?? 0;
    },
    start: async () => {
      child = launch();
      await until(
        `${name} is ready`,
        async () => {
          if (child === null || child.ended !== null)
            throw new Error(`${name} ended:\n${lastWords(log)}`);
          return (await readyz()) === 200;
        },
        { withinMs: startDeadlineMs },
      );
    },
    kill: async () => void (await release()?.kill()),
    stop: async () => (await release()?.stop()) ?? { code: null, signal: null },
    freeze: () => child?.signal("SIGSTOP"),
    wake: () => child?.signal("SIGCONT"),
    readyz,
    residentMb: () => residentMb(child?.pid ?? 0),
  };
};
