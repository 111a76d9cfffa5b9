import { parseArgs } from "node:util";
import { benchAppend } from "./append.ts";
import type { BenchLine, Environment } from "./bench-line.ts";
import { benchCatchup } from "./catchup.ts";
import { benchCollab } from "./collab.ts";
import { benchConnect } from "./connect.ts";
import { benchDelivery } from "./delivery.ts";
import { benchGateway } from "./gateway.ts";
import { benchIngest } from "./ingest.ts";
import { benchIsolation } from "./isolation.ts";
import { benchMemory } from "./memory.ts";
import { benchPolicyTests } from "./policy-tests.ts";
import { benchReply } from "./reply.ts";
import { benchRetrieval } from "./retrieval.ts";
import { benchRollback } from "./rollback.ts";
import { benchStart } from "./start.ts";

/*
 * `npm run bench -- <name> [--json]`: one JSON line for each measurement with --json, a table without.
 * DATABASE_URL is the URL of a superuser on a PostgreSQL server that holds nothing else: each bench makes
 * a database of its own there and drops it. Without it the embedded database is measured. `rollback` starts a
 * PostgreSQL 17, Redis and nginx of its own, as the drills do.
 */
const benches: Readonly<Record<string, (env: Environment) => Promise<BenchLine[]>>> = {
  start: benchStart,
  delivery: benchDelivery,
  append: benchAppend,
  gateway: benchGateway,
  collab: benchCollab,
  connect: benchConnect,
  memory: benchMemory,
  catchup: benchCatchup,
  retrieval: benchRetrieval,
  ingest: benchIngest,
  "policy-tests": benchPolicyTests,
  rollback: benchRollback,
  isolation: benchIsolation,
  reply: benchReply,
};

const main = async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: "boolean", default: false } },
  });
  const [name = ""] = positionals;
  const bench = benches[name];
  if (bench === undefined) {
    console.error(`Usage: npm run bench -- <${Object.keys(benches).join(" | ")}> [--json]`);
    process.exitCode = 2;
    return;
  }
  for (const line of await bench(process.env)) {
    if (values.json) console.log(JSON.stringify(line));
    else console.table(line);
  }
};

await main();
