import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startServer } from "./start-server.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "xin-start-server-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A stand-in for server.ts, since only the starting and stopping is under test. */
const program = (source: string) => {
  const path = join(folder, `program-${crypto.randomUUID()}.ts`);
  writeFileSync(path, source);
  return path;
};
const answering = `
  import { writeFileSync } from "node:fs";
  writeFileSync(process.env.XIN_DATA_DIR + "/sign-in-link", "http://x/sign-in?token=t\\n");
  console.log(JSON.stringify({ mode: process.argv[2], database: process.env.DATABASE_URL ?? null }));
  console.log("Xin is ready at http://127.0.0.1:4321");
  process.on("SIGTERM", () => process.exit(0));
  setInterval(() => {}, 1000);`;

test("resolves with the address, keeps the lines, and removes the folder at the end", async () => {
  vi.stubEnv("DATABASE_URL", "postgres://developer");
  let dataDir: string;
  {
    await using server = await startServer({ entry: program(answering) });
    dataDir = server.dataDir;
    expect(server.url).toBe("http://127.0.0.1:4321");
    expect(server.lines).toContain('{"mode":"--production","database":null}');
    expect(await server.signInLink()).toBe("http://x/sign-in?token=t");
    expect(await server.stop()).toEqual({ code: 0, signal: null });
  }
  expect(existsSync(dataDir)).toBe(false);
  vi.unstubAllEnvs();
});

test("reports a kill and keeps a folder it was given", async () => {
  {
    await using server = await startServer({ entry: program(answering), dataDir: folder });
    server.kill("SIGKILL");
    expect(await server.exit).toEqual({ code: null, signal: "SIGKILL" });
  }
  expect(existsSync(join(folder, "sign-in-link"))).toBe(true);
});

test("says why a server never became ready", async () => {
  const entry = program('console.error("no such role"); process.exitCode = 7;');
  await expect(startServer({ entry })).rejects.toThrow(
    /ended with 7 before it was ready[^]*no such role/,
  );
  const silent = program('console.log("thinking"); setInterval(() => {}, 1000);');
  await expect(startServer({ entry: silent, readyDeadlineMs: 1000 })).rejects.toThrow(
    /not ready within 1000 ms[^]*thinking/,
  );
});
