import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readPlaywrightReport } from "./playwright-report.ts";
import type { PlaywrightReport } from "./playwright-report.ts";

/* Real Playwright runs without a browser, so that the reader follows the report's true format. */

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "xin-playwright-report-"));
  symlinkSync(join(process.cwd(), "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
});
afterAll(() => rmSync(folder, { recursive: true }));

const runPlaywright = (config: string, spec: string) => {
  writeFileSync(join(folder, "playwright.config.ts"), `export default ${config};`);
  writeFileSync(
    join(folder, "probe.spec.ts"),
    `import { test, expect } from "@playwright/test";\n${spec}`,
  );
  const report = join(folder, "report.json");
  rmSync(report, { force: true });
  const { status } = spawnSync(
    process.execPath,
    [join(process.cwd(), "node_modules/@playwright/test/cli.js"), "test", "--reporter=json"],
    { cwd: folder, env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report } },
  );
  return readPlaywrightReport(
    JSON.parse(readFileSync(report, "utf8")) as PlaywrightReport,
    status ?? 1,
  );
};

test("counts passes, failures, flaky tests and skips by name", () => {
  const result = runPlaywright(
    "{ retries: 1 }",
    `test.describe("inbox", () => {
       test("opens", () => {});
       test("closes", () => { throw new Error("no"); });
       test("wavers", ({}, info) => { if (info.retry === 0) throw new Error("once"); });
       test.skip("waits", () => {});
     });`,
  );
  expect(result).toEqual({
    passed: 1,
    failures: [
      "probe.spec.ts › inbox › closes (unexpected, line 4) — Error: no",
      "probe.spec.ts › inbox › wavers (flaky, line 5) — Error: once",
    ],
    skips: ["probe.spec.ts › inbox › waits"],
  });
});

test("a server that does not start is a failure", () => {
  const result = runPlaywright(
    '{ webServer: { command: "exit 3", wait: { stdout: /ready/ } } }',
    'test("opens", () => {});',
  );
  expect(result.passed).toBe(0);
  expect(result.failures).toContainEqual(expect.stringContaining("config.webServer"));
});

test("a missing report is a failure", () => {
  expect(readPlaywrightReport(undefined, 1).failures).toHaveLength(1);
});
