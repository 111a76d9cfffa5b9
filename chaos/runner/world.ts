import settings from "../../load/nominal.json" with { type: "json" };
import { type Fleet, type FleetLinks, openFleet } from "../fleet/fleet.ts";
import type { FleetTenant } from "../fleet/tenants.ts";
import { type TcpProxy, openTcpProxy } from "../faults/tcp-proxy.ts";

/** The ways of one process of Xin to what it leans on, each through a proxy. */
export type Links = { readonly postgres: TcpProxy; readonly redis: TcpProxy };

/** An installation with workspaces, in which every link can be made bad. */
export type World = AsyncDisposable & {
  readonly fleet: Fleet;
  readonly tenants: readonly FleetTenant[];
  /** The workspaces of the nominal load, made when they are asked for first. */
  throngTenants(): Promise<readonly FleetTenant[]>;
  /** By the name of the process. */
  linksOf(name: string): Links;
  /** The way of the clients to nginx. */
  readonly front: TcpProxy;
  /** Where clients connect: nginx, through `front`. */
  readonly url: string;
};

/** What is special about a world. */
export type WorldOptions = {
  readonly folder: string;
  /** What runs in every process of Xin. Default `server.ts`. */
  readonly entry?: string;
};

/** Each tenant has so many operators; all of them read and write in a drill. */
export const operatorsEach = 10;

const nominalPlans = Array.from({ length: settings.tenants }, (_, index) => ({
  slug: `throng-${index + 1}`,
  operators: settings.operatorsPerTenant,
}));

/** Starts an installation with two workspaces. */
export const openWorld = async ({ folder, entry }: WorldOptions): Promise<World> => {
  await using stack = new AsyncDisposableStack();
  const links = new Map<string, Links>();
  const linksOf = (name: string) => {
    const found = links.get(name);
    if (found === undefined) throw new Error(`There is no process ${name} in the fleet.`);
    return found;
  };
  const fleet = stack.use(
    await openFleet({
      folder,
      // Models of a drill are servers of its own on the loopback.
      env: { XIN_MODEL_ALLOW: "127.0.0.0/8" },
      ...(entry === undefined ? {} : { entry }),
      linksOf: async (name, direct) => {
        const own = {
          postgres: stack.use(await openTcpProxy(portOf(direct.databaseUrl))),
          redis: stack.use(await openTcpProxy(portOf(direct.redisUrl))),
        };
        links.set(name, own);
        return through(own, direct);
      },
    }),
  );
  const plans = ["north", "south"].map((slug) => ({ slug, operators: operatorsEach }));
  const tenants = await fleet.makeTenants(plans);
  let throngTenants: Promise<readonly FleetTenant[]> | undefined;
  const front = stack.use(await openTcpProxy(fleet.port));
  const owned = stack.move();
  return {
    fleet,
    tenants,
    throngTenants: () => (throngTenants ??= fleet.makeTenants(nominalPlans)),
    linksOf,
    front,
    url: `http://127.0.0.1:${front.port}`,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
};

/** Ends every fault, whatever a drill left behind: links healed, what was killed is started, what was frozen woken. */
export const restore = async ({ fleet, linksOf, front }: World): Promise<void> => {
  front.heal();
  for (const process of fleet.processes) {
    const { postgres, redis } = linksOf(process.name);
    postgres.heal();
    redis.heal();
    process.wake();
  }
  if (fleet.postgres.pid === 0) await fleet.postgres.start();
  if (!fleet.redis.isRunning) await fleet.redis.start();
  await Promise.all(
    fleet.processes.filter(({ pid }) => pid === 0).map((process) => process.start()),
  );
};

const portOf = (url: string) => Number(new URL(url).port);

const through = ({ postgres, redis }: Links, direct: FleetLinks): FleetLinks => ({
  databaseUrl: withPort(direct.databaseUrl, postgres.port),
  redisUrl: withPort(direct.redisUrl, redis.port),
});

const withPort = (url: string, port: number) => {
  const moved = new URL(url);
  moved.port = String(port);
  return moved.href;
};
