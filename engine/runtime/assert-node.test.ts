import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const guard = fileURLToPath(new URL("assert-node.ts", import.meta.url));

test("lets Node 24 through, preloaded as the npm scripts do it", () => {
  const run = spawnSync(process.execPath, ["-r", guard, "-p", "'started'"], { encoding: "utf8" });
  expect(run.stdout).toBe("started\n");
  expect(run.stderr).toBe("");
});

test("says what to do on an older Node, before the program starts", () => {
  const folder = mkdtempSync(join(tmpdir(), "xin-assert-node-"));
  try {
    const old = join(folder, "pretend-node-20.cjs");
    writeFileSync(
      old,
      'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.20.2" } });',
    );
    const args = ["-r", old, "-r", guard, "-p", "'started'"];
    const run = spawnSync(process.execPath, args, { encoding: "utf8" });
    expect(run.status).toBe(1);
    expect(run.stdout).toBe("");
    expect(run.stderr).toContain("needs Node.js 24 but runs on 20.20.2");
    expect(run.stderr).toContain("npm ci");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** The machine's own Node, when it is older than 24. */
const olderNode = ["/usr/bin/node", "/usr/local/bin/node"].find(
  (path) =>
    existsSync(path) &&
    Number.parseInt(spawnSync(path, ["-p", "process.versions.node"]).stdout.toString(), 10) < 24,
);

test.skipIf(olderNode === undefined)(
  "a real older Node can read the guard although it is .ts (needs a machine with one)",
  () => {
    const args = ["-r", guard, "-p", "'started'"];
    const run = spawnSync(olderNode ?? "", args, { encoding: "utf8" });
    expect(run.status).toBe(1);
    expect(run.stdout).toBe("");
    expect(run.stderr).toContain("needs Node.js 24");
  },
);
