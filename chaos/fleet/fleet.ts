import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Exit, runToEnd } from "./child.ts";
import { freePort } from "./free-port.ts";
import { inheritedEnvironment } from "./inherited-environment.ts";
import { openNginx } from "./nginx.ts";
import { type Postgres, openPostgres } from "./postgres.ts";
import { type Redis, openRedis } from "./redis.ts";
import { type FleetTenant, type TenantPlan, makeTenants, runXin } from "./tenants.ts";
import { type XinProcess, type XinRole, makeXinProcess } from "./xin-process.ts";

/** A real installation on the loopback: PostgreSQL, Redis, the processes of Xin, and nginx in front. */
export type Fleet = AsyncDisposable & {
  /** Logs and data. */
  readonly folder: string;
  readonly postgres: Postgres;
  readonly redis: Redis;
  readonly processes: readonly XinProcess[];
  /** The processes that clients connect to. */
  readonly nodes: readonly XinProcess[];
  /** The process that serves the console and the API. */
  readonly app: XinProcess;
  /** The process that does the background work. */
  readonly engine: XinProcess;
  /** nginx: where browsers go, and the origin of the console. */
  readonly origin: string;
  /** nginx's port. */
  readonly port: number;
  /** Makes workspaces and signs everybody in. */
  makeTenants(plans: readonly TenantPlan[]): Promise<FleetTenant[]>;
  /** Runs a command of `npm run xin` on the fleet's database and answers its JSON. */
  xin(...words: readonly string[]): Promise<unknown>;
  /** Processes of Xin that ended although nobody stopped them. */
  unexpectedExits(): readonly (Exit & { readonly name: string })[];
};

/** A process of the installation. */
export type ProcessPlan = { readonly name: string; readonly role: XinRole };

/** The addresses of what a process of Xin leans on. */
export type FleetLinks = { readonly databaseUrl: string; readonly redisUrl: string };

/** What is special about an installation. */
export type FleetOptions = {
  /** Folder for logs and data; it is made, and stays. */
  readonly folder: string;
  /** Default: two nodes with role `realtime`, an `app` and an `engine`. */
  readonly processes?: readonly ProcessPlan[];
  /** What runs in every process of Xin. Default `server.ts`. */
  readonly entry?: string;
  /** More settings of the product, for every process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Gives a process its own way to what it leans on, such as through a proxy. */
  readonly linksOf?: (name: string, links: FleetLinks) => Promise<FleetLinks>;
};

/** Two nodes, the console and the background work, each a process of its own. */
export const usualProcesses: readonly ProcessPlan[] = [
  { name: "node-1", role: "realtime" },
  { name: "node-2", role: "realtime" },
  { name: "app", role: "app" },
  { name: "engine", role: "engine" },
];

/**
 * Starts everything and resolves when every process is ready. Disposing kills all of it. Needs root on
 * Debian where PostgreSQL 17, Redis or nginx are not installed yet.
 */
export const openFleet = async (options: FleetOptions): Promise<Fleet> => {
  const { folder, processes: plans = usualProcesses, entry = "server.ts" } = options;
  await mkdir(folder, { recursive: true });
  await using stack = new AsyncDisposableStack();
  const postgres = stack.use(await openPostgres(folder));
  const redis = stack.use(await openRedis(folder));

  const ports = new Map<string, number>();
  for (const { name } of plans) ports.set(name, await freePort());
  const portsOf = (part: XinRole) =>
    plans.filter(({ role }) => serves(role, part)).map(({ name }) => ports.get(name) ?? 0);
  const listen = await freePort();
  const origin = `http://127.0.0.1:${listen}`;
  const direct = { databaseUrl: postgres.url("xin_app"), redisUrl: redis.url };
  const settings = {
    XIN_MIGRATE_URL: postgres.url("xin_owner"),
    XIN_JOBS_URL: postgres.url("xin_jobs"),
    XIN_DATA_DIR: join(folder, "data"),
    XIN_PUBLIC_URL: origin,
    XIN_TRUST_PROXY: "1",
    XIN_DEMO: "off",
    XIN_LOG_FORMAT: "json",
    ...options.env,
  };
  const cliEnv = { ...inheritedEnvironment(), ...settings, ...environmentOf(direct) };
  await runToEnd(process.execPath, ["engine/cli/main.ts", "migrate"], cliEnv);

  const processes: XinProcess[] = [];
  for (const { name, role } of plans) {
    const links = (await options.linksOf?.(name, direct)) ?? direct;
    const env = { ...settings, ...environmentOf(links) };
    const port = ports.get(name) ?? 0;
    const made = makeXinProcess({ name, role, port, folder, entry, env });
    stack.defer(() => made.kill());
    processes.push(made);
  }
  await Promise.all(processes.map((each) => each.start()));
  const behind = { listen, realtime: portsOf("realtime"), app: portsOf("app") };
  stack.use(await openNginx(folder, behind));

  const only = (part: XinRole) => {
    const found = processes.find(({ role }) => serves(role, part));
    if (found === undefined)
      throw new Error(`No process of the fleet has the role ${part} or all.`);
    return found;
  };
  const app = only("app");
  const owned = stack.move();
  return {
    folder,
    postgres,
    redis,
    processes,
    app,
    origin,
    port: listen,
    engine: only("engine"),
    nodes: processes.filter(({ role }) => serves(role, "realtime")),
    makeTenants: (tenants) => makeTenants({ env: cliEnv, origin }, tenants),
    xin: (...words) => runXin(cliEnv, ...words),
    unexpectedExits: () =>
      processes.flatMap(({ name, unexpectedExits }) =>
        unexpectedExits.map((exit) => ({ name, ...exit })),
      ),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
};

const serves = (role: XinRole, part: XinRole) => role === part || role === "all";

const environmentOf = ({ databaseUrl, redisUrl }: FleetLinks) => ({
  DATABASE_URL: databaseUrl,
  REDIS_URL: redisUrl,
});
