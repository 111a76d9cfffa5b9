import { join } from "node:path";
import { createClient } from "redis";
import { type Child, startChild } from "./child.ts";
import { freePort } from "./free-port.ts";
import { ensureProgram } from "./ensure-program.ts";
import { until } from "./until.ts";

/** A real Redis that keeps nothing on disk, as the product asks for. */
export type Redis = AsyncDisposable & {
  readonly port: number;
  /** Its address, directly, past any proxy. */
  readonly url: string;
  readonly isRunning: boolean;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** Starts it again, empty. Resolves when it answers. */
  start(): Promise<void>;
  /** FLUSHALL: everything is forgotten while connections stay. */
  forgetAll(): Promise<void>;
};

/** Starts a Redis on a free port. Installs it when it is missing, which needs root on Debian. */
export const openRedis = async (folder: string): Promise<Redis> => {
  const program = await ensureProgram("redis-server", "redis-server");
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let server: Child | null = null;

  const start = async () => {
    server = startChild({
      name: "redis",
      command: program,
      args: ["--bind", "127.0.0.1", "--port", String(port), "--save", "", "--appendonly", "no"],
      log: join(folder, "redis.log"),
    });
    await until(`Redis answers on port ${port}`, () => answers(url), { withinMs: 20_000 });
  };
  const kill = async () => {
    await server?.kill();
    server = null;
  };
  await start();
  return {
    port,
    url,
    get isRunning() {
      return server !== null;
    },
    kill,
    start,
    forgetAll: async () => void (await ask(url, (client) => client.flushAll())),
    [Symbol.asyncDispose]: kill,
  };
};

const answers = (url: string) =>
  ask(url, (client) => client.ping()).then(
    () => true,
    () => false,
  );

type Client = ReturnType<typeof connect>;

const connect = (url: string) => createClient({ url, socket: { reconnectStrategy: false } });

const ask = async <T>(url: string, what: (client: Client) => Promise<T>): Promise<T> => {
  const client = connect(url);
  // The rejection of the call below says it too.
  client.on("error", () => undefined);
  await client.connect();
  return what(client).finally(() => client.destroy());
};
