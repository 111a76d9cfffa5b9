import { type BenchServer, startBenchServer } from "../lib/bench-server.ts";
import { pinThisProcess } from "../lib/cores.ts";
import type { BenchLine, Environment } from "./bench-line.ts";
import { machine, median, medianRatio, rounds } from "./measured.ts";
import { withDatabase } from "./with-database.ts";

const senders = 64;
const forMs = 2_000;

/**
 * Acknowledged appends a second, each sender in a conversation of its own and waiting for each answer: in
 * one tenant and in eight, and all in one conversation. Beside the same append with a transaction for
 * each, and beside a bare INSERT of many rows under row level security: in the batches the queue makes of
 * them, all that a tenant's senders have.
 */
export const benchAppend = (env: Environment): Promise<BenchLine[]> =>
  withDatabase(env, async (databaseUrl) => {
    pinThisProcess();
    await using server = await startBenchServer("append-server");
    const synchronousCommit = await server.call<string>("open", { databaseUrl });
    const common = { bench: "append", engine: databaseUrl === null ? "embedded" : "postgres" };
    const lines: BenchLine[] = [];
    for (const tenants of [1, 8]) {
      const found = await measure(server, tenants);
      lines.push({ ...common, synchronousCommit, senders, tenants, ...found, ...machine() });
    }
    const hot: number[] = [];
    while (hot.length < rounds) hot.push(await server.call("hot", { tenants: 1, senders, forMs }));
    const perSecond = median(hot);
    lines.push({ ...common, what: "one hot conversation", senders, perSecond, ...machine() });
    return lines;
  });

const measure = async (server: BenchServer, tenants: number): Promise<BenchLine> => {
  const traffic = { tenants, senders, forMs };
  const coalesced: number[] = [];
  const oneByOne: number[] = [];
  const bareInsert: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    bareInsert.push(await server.call("bareInsert", traffic));
    coalesced.push(await server.call("coalesced", traffic));
    oneByOne.push(await server.call("oneByOne", traffic));
  }
  return {
    perSecond: median(coalesced),
    oneByOnePerSecond: median(oneByOne),
    bareInsertPerSecond: median(bareInsert),
    ratioToOneByOne: medianRatio({ product: coalesced, reference: oneByOne }),
    ratioToBareInsert: medianRatio({ product: coalesced, reference: bareInsert }),
  };
};
