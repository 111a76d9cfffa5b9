import { parseArgs } from "node:util";
import type { BenchLine, Environment } from "./bench-line.ts";
import { benchDelivery } from "./delivery.ts";
import { benchStart } from "./start.ts";

/*
 * `npm run bench -- <name> [--json]`: measures the built product from outside. One JSON line for each
 * engine with --json, a table without. DATABASE_URL (with XIN_JOBS_URL and XIN_MIGRATE_URL) adds
 * PostgreSQL to `delivery`; that database must be empty.
 */
const benches: Readonly<Record<string, (env: Environment) => Promise<BenchLine[]>>> = {
  start: benchStart,
  delivery: benchDelivery,
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
