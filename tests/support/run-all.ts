import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ensureBrowser } from "./install-browser.ts";
import { readPlaywrightReport } from "./playwright-report.ts";
import type { PlaywrightReport } from "./playwright-report.ts";
import { brokenSuite, sumResults, summaryOf } from "./suite-result.ts";
import type { SuiteResult } from "./suite-result.ts";
import { readVitestReport } from "./vitest-report.ts";
import type { VitestReport } from "./vitest-report.ts";

/*
 * `npm test`: builds, runs every test, and ends with `N passed, N failed, N skipped`. Exit code 1
 * when anything failed. XIN_TEST_DATABASE_URL and XIN_TEST_REDIS_URL reach the tests unchanged.
 *
 *   --project NAME   only this vitest project, may be repeated
 *   --no-build       use what was built before
 *   --no-browser     leave the browser tests out
 */
const { values: options } = parseArgs({
  allowNegative: true,
  options: {
    project: { type: "string", multiple: true, default: [] },
    build: { type: "boolean", default: true },
    browser: { type: "boolean", default: true },
  },
});

const project = fileURLToPath(new URL("../..", import.meta.url));
const reports = join(project, ".test");
const runTimeoutMs = 25 * 60_000;

const main = () => {
  process.chdir(project);
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const isBuilt = !options.build || run("npm", ["run", "build", "--silent"]) === 0;
  const results = [
    ...(isBuilt ? [] : [brokenSuite("npm run build: its messages are above")]),
    runVitest(),
    ...(isBuilt && options.browser ? [runPlaywright()] : []),
  ];
  const total = sumResults(results);
  console.log(summaryOf(total));
  process.exitCode = total.failures.length === 0 ? 0 : 1;
};

const runVitest = (): SuiteResult => {
  const report = join(reports, "vitest.json");
  const exitCode = run("vitest", [
    "run",
    "--allowOnly=false",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    ...options.project.flatMap((name) => ["--project", name]),
  ]);
  return readVitestReport(readJson(report) as VitestReport | undefined, exitCode);
};

const runPlaywright = (): SuiteResult => {
  if (ensureBrowser() === undefined) {
    if (process.env["CI"] === "true") return brokenSuite("browser tests: no browser, and CI=true");
    console.error("SKIPPED: all browser tests, because there is no browser.");
    return { passed: 0, failures: [], skips: ["all browser tests (no browser)"] };
  }
  const report = join(reports, "playwright.json");
  const exitCode = run("playwright", ["test", "--reporter=list,json"], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
  return readPlaywrightReport(readJson(report) as PlaywrightReport | undefined, exitCode);
};

/** The exit code of a command of the project's own tools. A run that hangs is ended. */
const run = (command: string, args: string[], env: Record<string, string> = {}): number =>
  spawnSync(command, args, {
    stdio: "inherit",
    timeout: runTimeoutMs,
    killSignal: "SIGKILL",
    env: { ...process.env, PATH: toolPath, NODE_COMPILE_CACHE: compiled, ...env },
  }).status ?? 1;

/** So that `node tests/support/run-all.ts` works without npm as well. */
const toolPath = [join(project, "node_modules", ".bin"), process.env["PATH"]].join(delimiter);

/** What Node makes of our files is kept, as `npm start` keeps it: tests start hundreds of processes. */
const compiled = join(project, "node_modules", ".cache", "compiled");

const readJson = (file: string): unknown =>
  existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;

main();
