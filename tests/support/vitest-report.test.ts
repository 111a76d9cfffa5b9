import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readVitestReport } from "./vitest-report.ts";
import type { VitestReport } from "./vitest-report.ts";

/* Real vitest runs over small folders, so that the reader follows the report's true format. */

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "xin-vitest-report-"));
  symlinkSync(join(process.cwd(), "node_modules"), join(folder, "node_modules"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const runVitest = (name: string, files: Record<string, string>) => {
  const root = join(folder, name);
  mkdirSync(root);
  for (const [file, text] of Object.entries(files))
    writeFileSync(join(root, file), `import { test, describe, beforeAll } from "vitest";\n${text}`);
  const args = ["run", "--root", root, "--reporter=json", `--outputFile=${root}/report.json`];
  const cli = join(process.cwd(), "node_modules", "vitest", "vitest.mjs");
  const { status } = spawnSync(process.execPath, [cli, ...args], { cwd: root });
  const report = JSON.parse(readFileSync(join(root, "report.json"), "utf8")) as VitestReport;
  return readVitestReport(report, status ?? 1);
};

test("counts passes, failures and skips, each skip by name", () => {
  const result = runVitest("mixed", {
    "mixed.test.ts": `
      describe("orders", () => {
        test("ships", () => {});
        test("refunds", () => { throw new Error("no"); });
        test.skip("waits", () => {});
        test("needs redis", ({ skip }) => skip("no redis"));
        test.todo("one day");
      });`,
  });
  expect(result.passed).toBe(1);
  expect(result.failures).toEqual([
    expect.stringMatching(/mixed\.test\.ts: orders refunds — Error: no$/),
  ]);
  expect(result.skips.map((name) => name.replace(/.*: /, ""))).toEqual([
    "orders waits",
    "orders needs redis",
    "orders one day",
  ]);
});

test("a file that cannot be loaded, and a hook that throws, are failures", () => {
  const result = runVitest("broken", {
    "unloadable.test.ts": `throw new Error("no such module");`,
    "hook.test.ts": `beforeAll(() => { throw new Error("no database"); }); test("x", () => {});`,
  });
  expect(result.passed).toBe(0);
  expect(result.failures.toSorted()).toEqual([
    expect.stringContaining("hook.test.ts"),
    expect.stringContaining("unloadable.test.ts: no such module"),
  ]);
});

test("an error outside every test is a failure", () => {
  const result = runVitest("outside", {
    "late.test.ts": `test("x", () => { setTimeout(() => { throw new Error("late"); }, 1); });`,
  });
  expect(result).toEqual({
    passed: 1,
    failures: ["vitest: an error outside any test (exit code 1)"],
    skips: [],
  });
});

test("a missing report is a failure", () => {
  expect(readVitestReport(undefined, 137).failures).toEqual([
    "vitest wrote no report (exit code 137)",
  ]);
});
