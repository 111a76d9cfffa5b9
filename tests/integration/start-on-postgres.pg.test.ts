import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { productEnvironment } from "../support/product-environment.ts";
import { startServer } from "../support/start-server.ts";

const projectFolder = fileURLToPath(new URL("../..", import.meta.url));
const superuserUrl = process.env["XIN_TEST_DATABASE_URL"];
const title = superuserUrl
  ? "a server on PostgreSQL"
  : "a server on PostgreSQL (needs XIN_TEST_DATABASE_URL)";

describe.skipIf(!superuserUrl)(title, () => {
  const name = `xin_start_${randomBytes(4).toString("hex")}`;
  let folder: string;

  const superuser = async (database: string, run: (sql: postgres.Sql) => Promise<unknown>) => {
    const sql = postgres(urlOf(superuserUrl ?? "", { database }), { max: 1, onnotice: () => {} });
    try {
      await run(sql);
    } finally {
      await sql.end();
    }
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "xin-postgres-"));
    await superuser("postgres", (sql) => sql.unsafe(`create database ${name}`));
    const roles = await readFile(join(projectFolder, "db/roles.sql"), "utf8");
    await superuser(name, async (sql) => {
      await sql.unsafe(roles);
      for (const role of ["xin_app", "xin_owner", "xin_jobs"]) {
        await sql.unsafe(`alter role ${role} password '${rolePassword}'`);
      }
    });
  });
  afterAll(async () => {
    await superuser("postgres", (sql) =>
      sql.unsafe(`drop database if exists ${name} with (force)`),
    );
    await rm(folder, { recursive: true, force: true });
  });

  const as = (user: string) => urlOf(superuserUrl ?? "", { database: name, user });
  const settings = () => ({
    XIN_DATA_DIR: folder,
    DATABASE_URL: as("xin_app"),
    XIN_JOBS_URL: as("xin_jobs"),
  });

  const run = (program: readonly string[], env: Record<string, string>) => {
    const child = spawnSync(process.execPath, program, {
      cwd: projectFolder,
      encoding: "utf8",
      timeout: 60_000,
      env: productEnvironment({ PORT: "0", XIN_DATA_DIR: folder, ...env }),
    });
    return { code: child.status, out: child.stdout, said: child.stderr };
  };
  const server = ["server.ts", "--production"];
  const migrate = ["engine/cli/main.ts", "migrate", "--json"];

  test("refuses a role that could see every tenant, and names the right one", () => {
    const refused = run(server, { DATABASE_URL: superuserUrl ?? "" });
    expect(refused.code).toBe(1);
    expect(refused.said).toMatch(/superuser|pgvector/);
    const direct = run(server, { DATABASE_URL: urlOf(superuserUrl ?? "", { database: name }) });
    expect(direct.code).toBe(1);
    expect(direct.said).toContain("Let DATABASE_URL name xin_app");
  });

  test("refuses a schema that is behind, and says how to migrate", () => {
    const refused = run(server, settings());
    expect(refused.code).toBe(1);
    expect(refused.said).toContain("npm run xin -- migrate");
  });

  test("migrates as the owner, then starts, with the demo and its jobs, and stops", async () => {
    const without = run(migrate, { DATABASE_URL: as("xin_app") });
    expect([without.code, without.out]).toEqual([2, expect.stringContaining("XIN_MIGRATE_URL")]);
    const migrated = run(migrate, { ...settings(), XIN_MIGRATE_URL: as("xin_owner") });
    expect(migrated.said).toBe("");
    expect(JSON.parse(migrated.out).applied).toContain("0001_tenancy.sql");

    const noJobs = run(server, { DATABASE_URL: as("xin_app") });
    expect([noJobs.code, noJobs.said]).toEqual([1, expect.stringContaining("XIN_JOBS_URL")]);

    const started = await startServer({ dataDir: folder, env: settings() });
    try {
      expect(await started.signInLink()).toContain("/sign-in?token=");
      expect((await fetch(`${started.url}/readyz`)).status).toBe(200);
      const doctor = run(["engine/cli/main.ts", "doctor", "--json"], settings());
      expect(JSON.parse(doctor.out)).toMatchObject({ healthy: true });
    } finally {
      expect(await started.stop()).toEqual({ code: 0, signal: null });
    }
  });

  test("two nodes at once, each with its part of the work", async () => {
    const app = await startServer({ dataDir: folder, env: { ...settings(), XIN_ROLE: "app" } });
    try {
      const engine = await startServer({
        dataDir: folder,
        env: { ...settings(), XIN_ROLE: "engine" },
      });
      try {
        expect((await fetch(`${app.url}/sign-in`)).status).toBe(200);
        expect((await fetch(`${engine.url}/sign-in`)).status).toBe(404);
        expect((await fetch(`${engine.url}/readyz`)).status).toBe(200);
      } finally {
        expect(await engine.stop()).toEqual({ code: 0, signal: null });
      }
    } finally {
      expect(await app.stop()).toEqual({ code: 0, signal: null });
    }
  });
});

/** Roles belong to the whole server: the same password as in tests/support/test-db.ts. */
const rolePassword = "xin-test";

const urlOf = (base: string, change: { readonly database: string; readonly user?: string }) => {
  const url = new URL(base);
  url.pathname = `/${change.database}`;
  if (change.user !== undefined) {
    url.username = change.user;
    url.password = rolePassword;
  }
  return url.href;
};
