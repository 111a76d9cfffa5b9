import { type BenchServer, startBenchServer } from "../lib/bench-server.ts";
import { percentile, rounded } from "../lib/percentile.ts";
import type { BenchLine, Environment } from "./bench-line.ts";
import { machine } from "./measured.ts";
import { withDatabase } from "./with-database.ts";

/** Passages of each tenant: 50,000 in all on PostgreSQL, one tenant of 10,000 when embedded. */
const onPostgres = [
  100, 150, 200, 300, 400, 500, 650, 800, 1000, 1200, 1500, 1800, 2000, 2400, 2800, 3200, 4000,
  5000, 7000, 15_000,
];
const embedded = [10_000];

const questions = 1000;
/** Questions whose nearest passages are compared with an exact scan's, for each tenant. */
const compared = 20;

/**
 * How long questions take in tenants of many sizes, and how much of an exact scan's answer the vector arm
 * finds in each: the worst tenant is the one that counts.
 */
export const benchRetrieval = (env: Environment): Promise<BenchLine[]> =>
  withDatabase(env, async (databaseUrl) => {
    await using server = await startBenchServer("retrieval-server");
    await server.call("open", { databaseUrl });
    const sizes = databaseUrl === null ? embedded : onPostgres;
    for (const passages of sizes) await server.call("addTenant", { passages });
    if (databaseUrl !== null) await server.call("settle", { ownerUrl: asOwner(databaseUrl) });
    const emptyKb = await server.call<number>("residentKb");
    await ask(server, { questions: 200 });
    const all = await ask(server, { questions });
    const largest = await ask(server, { questions: 200, tenant: sizes.length - 1 });
    const grownKb = (await server.call<number>("residentKb")) - emptyKb;
    const recalls: number[] = [];
    for (const tenant of sizes.keys()) {
      recalls.push(await server.call<number>("recall", { tenant, questions: compared }));
    }
    return [
      {
        bench: "retrieval",
        engine: databaseUrl === null ? "embedded" : "postgres",
        tenants: sizes.length,
        passages: sizes.reduce((sum, size) => sum + size, 0),
        questions,
        p50Ms: rounded(percentile(all.timesMs, 0.5)),
        p95Ms: rounded(percentile(all.timesMs, 0.95)),
        largestTenantP50Ms: rounded(percentile(largest.timesMs, 0.5)),
        largestTenantP95Ms: rounded(percentile(largest.timesMs, 0.95)),
        recallAt10OfWorstTenant: Math.min(...recalls),
        recallAt10OfLargestTenant: recalls.at(-1) ?? null,
        foreignPassages: all.foreign + largest.foreign,
        grownMb: rounded(grownKb / 1024),
        ...machine(),
      },
    ];
  });

/** What a tenant's questions found, and how long each took. */
type Asked = {
  readonly timesMs: readonly number[];
  readonly foreign: number;
  readonly found: number;
};

const ask = (server: BenchServer, what: { questions: number; tenant?: number }): Promise<Asked> =>
  server.call<Asked>("ask", what);

/** The same database as the role that owns the tables: the bench's roles share a password. */
const asOwner = (appUrl: string): string =>
  Object.assign(new URL(appUrl), { username: "xin_owner" }).href;
