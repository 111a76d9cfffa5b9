import { startBenchServer } from "../lib/bench-server.ts";
import type { BenchLine, Environment } from "./bench-line.ts";
import { withDatabase } from "./with-database.ts";

const tenants = 20;
const questions = 10_000;

/** Random questions in twenty tenants that speak one language, most of them about other tenants' words: how many passages found were not the asker's. */
export const benchIsolation = (env: Environment): Promise<BenchLine[]> =>
  withDatabase(env, async (databaseUrl) => {
    await using server = await startBenchServer("retrieval-server");
    await server.call("open", { databaseUrl });
    for (let tenant = 0; tenant < tenants; tenant += 1) {
      await server.call("addTenant", { passages: 100 + 20 * tenant });
    }
    type Asked = { readonly foreign: number; readonly found: number };
    const { foreign, found } = await server.call<Asked>("ask", { questions });
    const engine = databaseUrl === null ? "embedded" : "postgres";
    const figures = { tenants, questions, passagesFound: found, foreignPassages: foreign };
    return [{ bench: "isolation", engine, ...figures }];
  });
