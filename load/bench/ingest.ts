import { startBenchServer } from "../lib/bench-server.ts";
import type { BenchLine, Environment } from "./bench-line.ts";
import { machine, median, rounds } from "./measured.ts";
import { withDatabase } from "./with-database.ts";

const passages = 2000;

/** Passages a second that are stored and found, without an embedding model: cutting into tokens, vectors, storing, publishing. */
export const benchIngest = (env: Environment): Promise<BenchLine[]> =>
  withDatabase(env, async (databaseUrl) => {
    await using server = await startBenchServer("retrieval-server");
    await server.call("open", { databaseUrl });
    await server.call("addTenant", { passages: 200 });
    const perSecond: number[] = [];
    while (perSecond.length < rounds) {
      perSecond.push(passages / (await server.call<number>("addTenant", { passages })));
    }
    const engine = databaseUrl === null ? "embedded" : "postgres";
    const figures = { passages, passagesPerSecond: median(perSecond) };
    return [{ bench: "ingest", engine, ...figures, ...machine() }];
  });
