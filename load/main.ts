import { mkdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { toMarkdown } from "./report/load-report.ts";
import { runLoad } from "./run-load.ts";
import settings from "./nominal.json" with { type: "json" };
import { ascent } from "./scenarios/ascent.ts";
import { nominal } from "./scenarios/nominal.ts";
import type { Scenario } from "./scenarios/scenario.ts";
import { storm } from "./scenarios/storm.ts";

/*
 * `npm run load -- <nominal | five | ten | storm> [--json] [--seed N]`: a real installation under load, on
 * this machine. The reports and the history go to load/results/<scenario>. Exit 1 when a bar is missed.
 */
const scenarios: Readonly<Record<string, Scenario>> = {
  nominal,
  five: ascent({ ...settings.five, leastOverloaded: 0 }),
  ten: ascent({ ...settings.ten, leastOverloaded: 1 }),
  storm,
};

const main = async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: "boolean", default: false }, seed: { type: "string" } },
  });
  const [name = ""] = positionals;
  const scenario = scenarios[name];
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  if (scenario === undefined || !Number.isSafeInteger(seed)) {
    console.error(
      `Usage: npm run load -- <${Object.keys(scenarios).join(" | ")}> [--json] [--seed N]`,
    );
    process.exitCode = 2;
    return;
  }
  const folder = fileURLToPath(new URL(`results/${name}`, import.meta.url));
  // The installation is killed with this process, when it ends by itself.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const report = await runLoad({ name, scenario, seed, folder });
  const markdown = toMarkdown(report);
  await writeFile(`${folder}/report.json`, `${JSON.stringify(report, null, 2)}\n`);
  await writeFile(`${folder}/report.md`, markdown);
  console.log(values.json ? JSON.stringify(report) : markdown);
  if (report.verdict === "failed") process.exitCode = 1;
};

await main();
