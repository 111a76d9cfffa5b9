import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServer } from "../support/start-server.ts";
import { productEnvironment } from "../support/product-environment.ts";

const projectFolder = fileURLToPath(new URL("../..", import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "xin-start-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Starts a server that is expected to give up, and answers what it said. */
const failToStart = (env: Record<string, string>) => {
  const run = spawnSync(process.execPath, ["server.ts", "--production"], {
    cwd: projectFolder,
    encoding: "utf8",
    timeout: 60_000,
    env: productEnvironment({ PORT: "0", XIN_DATA_DIR: join(folder, "unused"), ...env }),
  });
  return { code: run.status, said: run.stderr, ready: run.stdout.includes("Xin is ready") };
};

describe("a start that cannot succeed ends with 1 and a sentence that says what to do", () => {
  test("a setting that cannot be read", () => {
    const run = failToStart({ PORT: "http", XIN_ROLE: "king" });
    expect(run).toMatchObject({ code: 1, ready: false });
    expect(run.said).toContain("PORT must be a whole number");
    expect(run.said).toContain("Set XIN_ROLE=all");
  });

  test("a port in use", async () => {
    const busy = createServer();
    await new Promise<void>((resolve) => busy.listen(0, "127.0.0.1", resolve));
    const port = (busy.address() as AddressInfo).port;
    try {
      const run = failToStart({ PORT: String(port) });
      expect(run).toMatchObject({ code: 1, ready: false });
      expect(run.said).toContain(`Port ${port} is in use`);
      expect(run.said).toContain(`PORT=${port + 1}`);
    } finally {
      busy.close();
    }
  });

  test("a data folder that cannot be made", async () => {
    await writeFile(join(folder, "a-file"), "");
    const run = failToStart({ XIN_DATA_DIR: join(folder, "a-file", "data") });
    expect(run).toMatchObject({ code: 1, ready: false });
    expect(run.said).toContain("XIN_DATA_DIR");
    expect(run.said).not.toMatch(/\n\s+at /);
  });

  test("a database URL of another kind", () => {
    const run = failToStart({ DATABASE_URL: "mysql://root:canary@127.0.0.1/x" });
    expect(run).toMatchObject({ code: 1, ready: false });
    expect(run.said).toContain("postgres://");
    expect(run.said).not.toContain("canary");
  });
});

test("a server starts with a sign-in link, refuses a twin, drains, and starts again on its data", async () => {
  const dataDir = join(folder, "data");
  const first = await startServer({ dataDir });
  try {
    const link = await first.signInLink();
    expect(link).toMatch(new RegExp(`^${first.url}/sign-in\\?token=[A-Za-z0-9_-]{43}$`));
    expect((await stat(join(dataDir, "sign-in-link"))).mode & 0o777).toBe(0o600);
    expect(first.lines).toContain(`Sign in: ${link}`);

    for (const path of ["/livez", "/readyz", "/metrics", "/api/v1/openapi.json"]) {
      const response = await fetch(first.url + path);
      expect([path, response.status]).toEqual([path, 200]);
      expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    }
    const page = await fetch(`${first.url}/sign-in`);
    expect(page.status).toBe(200);
    expect(page.headers.get("content-security-policy")).toContain("script-src");

    const twin = failToStart({ XIN_DATA_DIR: dataDir });
    expect(twin).toMatchObject({ code: 1, ready: false });
    expect(twin.said).toContain("in use by process");
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
  } finally {
    expect(await first.stop()).toEqual({ code: 0, signal: null });
  }

  const second = await startServer({ dataDir });
  try {
    expect(second.lines.join("\n")).not.toContain("building");
    expect(second.lines.join("\n")).not.toContain("demo workspaces are ready");
    const firstLink = first.lines.find((line) => line.startsWith("Sign in:"));
    expect(second.lines).not.toContain(firstLink);
  } finally {
    expect(await second.stop()).toEqual({ code: 0, signal: null });
  }
});

test("XIN_DEMO=off leaves the database empty and prints no link", async () => {
  const dataDir = join(folder, "empty");
  await mkdir(dataDir);
  await using server = await startServer({ dataDir, env: { XIN_DEMO: "off" } });
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  expect(server.lines.join("\n")).not.toContain("Sign in:");
  await expect(readFile(join(dataDir, "sign-in-link"), "utf8")).rejects.toThrow("ENOENT");
});
