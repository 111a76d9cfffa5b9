import { spawn } from "node:child_process";
import { once } from "node:events";
import { productFlags } from "../../chaos/fleet/product-flags.ts";
import { cores, onCore } from "./cores.ts";

/** A process on the servers' core that obeys commands. `await using` ends it. */
export type BenchServer = AsyncDisposable & {
  readonly pid: number;
  /** Runs a command there and answers what it answers; throws what it throws. */
  call<T>(name: string, input?: object): Promise<T>;
};

/** Starts a program of `load/bench/servers/`. It can collect its garbage when asked to. */
export const startBenchServer = async (program: string): Promise<BenchServer> => {
  const file = new URL(`../bench/servers/${program}.ts`, import.meta.url).pathname;
  const node: [string, ...string[]] = [process.execPath, ...productFlags, "--expose-gc", file];
  const [command, ...args] = onCore(cores.server, node);
  const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let calls = 0;
  let ended: Error | null = null;
  child.once("exit", (code, signal) => {
    ended = new Error(`${program} ended with ${signal ?? code}`);
    for (const call of waiting.values()) call.reject(ended);
  });
  child.on("message", ({ id, result, error }: Answer) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) call?.resolve(result);
    else call?.reject(new Error(`${program}: ${error}`));
  });
  await once(child, "spawn");
  return {
    pid: child.pid ?? 0,
    call: <T>(name: string, input: object = {}) => {
      if (ended !== null) return Promise.reject(ended);
      const id = (calls += 1);
      const answer = Promise.withResolvers<unknown>();
      waiting.set(id, answer);
      child.send({ id, name, input });
      return answer.promise as Promise<T>;
    },
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, "exit");
      child.disconnect();
      const timer = setTimeout(() => child.kill("SIGKILL"), endDeadlineMs);
      await exited;
      clearTimeout(timer);
    },
  };
};

type Answer = { readonly id: number; readonly result?: unknown; readonly error?: string };

const endDeadlineMs = 20_000;
