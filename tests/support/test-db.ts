import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { describe } from "vitest";
import { type Db, type DbOptions, type Endpoint, openDb } from "#db/client.ts";
import { type Embedded, startEmbedded } from "#db/embedded/start-embedded.ts";
import { migrate } from "#db/migrate.ts";
import type { DatabaseRole } from "#db/pool.ts";

/** The engines a suite can run on. */
export type TestEngine = "embedded" | "postgres";

/** A fresh, migrated database of one test file. */
export type TestDb = {
  readonly engine: TestEngine;
  /** As xin_app. */
  readonly db: Db;
  /** As xin_owner, who owns the schema. Row level security holds for it too. */
  readonly owner: Db;
  endpoint(user?: DatabaseRole): Endpoint;
  /** The embedded engine behind it, null on PostgreSQL. */
  readonly embedded: Embedded | null;
  /** Runs statements as superuser of the server; only PostgreSQL has one to offer. */
  superuser(sql: string): Promise<void>;
  close(): Promise<void>;
};

const serverUrl = process.env["XIN_TEST_DATABASE_URL"];
/** XIN_TEST_ENGINES=postgres leaves out the embedded halves, which an earlier run has run. */
const leavesOutEmbedded = process.env["XIN_TEST_ENGINES"] === "postgres";

/** Opens a fresh database: embedded in a temporary folder, or on XIN_TEST_DATABASE_URL's server. */
export const openTestDb = async (
  engine: TestEngine = "embedded",
  options: DbOptions = {},
): Promise<TestDb> => (engine === "embedded" ? openEmbedded(options) : openOnServer(options));

/**
 * Runs a suite on the embedded engine and on PostgreSQL. Without XIN_TEST_DATABASE_URL (a
 * superuser's URL) the second is skipped, and its name says why.
 */
export const describeEngines = (
  name: string,
  suite: (open: (options?: DbOptions) => Promise<TestDb>, engine: TestEngine) => void,
): void => {
  const title = leavesOutEmbedded ? "embedded: left out by XIN_TEST_ENGINES" : "embedded";
  describe.skipIf(leavesOutEmbedded)(`${name} (${title})`, () =>
    suite((options) => openTestDb("embedded", options), "embedded"),
  );
  describePostgres(name, suite);
};

/** Runs a suite on PostgreSQL only, skipped by name without XIN_TEST_DATABASE_URL. */
export const describePostgres = (
  name: string,
  suite: (open: (options?: DbOptions) => Promise<TestDb>, engine: TestEngine) => void,
): void => {
  const title = serverUrl
    ? `${name} (PostgreSQL)`
    : `${name} (PostgreSQL: needs XIN_TEST_DATABASE_URL)`;
  describe.skipIf(!serverUrl)(title, () =>
    suite((options) => openTestDb("postgres", options), "postgres"),
  );
};

/** Makes a tenant and answers its id. */
export const makeTenant = async (db: Db, name = "Test"): Promise<string> => {
  const id = randomUUID();
  const slug = `t-${id.slice(0, 18)}`;
  await db.lookup((tx) => tx`select xin.create_tenant(${id}, ${slug}, ${name}, ${tx.json({})})`);
  return id;
};

const openEmbedded = async (options: DbOptions): Promise<TestDb> => {
  const folder = await mkdtemp(join(tmpdir(), "xin-test-"));
  const embedded = await startEmbedded(folder);
  const db = openDb(embedded.endpoint("xin_app"), options);
  const owner = openDb(embedded.endpoint("xin_owner"), { max: 2 });
  return {
    engine: "embedded",
    db,
    owner,
    embedded,
    endpoint: (user = "xin_app") => embedded.endpoint(user),
    superuser: () => Promise.reject(new Error("The embedded engine lets no superuser in")),
    close: async () => {
      await Promise.all([db.close(), owner.close()]);
      await embedded.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** Roles belong to the whole server, so two test files must not make them at the same time. */
const rolesLock = 7_261_944;
const rolePassword = "xin-test";

const openOnServer = async (options: DbOptions): Promise<TestDb> => {
  if (!serverUrl) throw new Error("Set XIN_TEST_DATABASE_URL to a superuser's URL");
  const name = `xin_test_${randomBytes(6).toString("hex")}`;
  const admin = postgres(serverUrl, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name}`);
  const url = (user: string | null) => {
    const address = new URL(serverUrl);
    address.pathname = `/${name}`;
    if (user !== null) {
      address.username = user;
      address.password = rolePassword;
    }
    return address.href;
  };
  const superuser = postgres(url(null), { max: 1, onnotice: () => {} });
  await admin`select pg_advisory_lock(${rolesLock})`;
  try {
    await superuser.unsafe(await readFile("db/roles.sql", "utf8"));
    for (const role of ["xin_app", "xin_owner", "xin_jobs"]) {
      await superuser.unsafe(`alter role ${role} password '${rolePassword}'`);
    }
  } finally {
    await admin`select pg_advisory_unlock(${rolesLock})`;
  }
  const db = openDb({ url: url("xin_app") }, options);
  const owner = openDb({ url: url("xin_owner") }, { max: 2 });
  await migrate(owner);
  return {
    engine: "postgres",
    db,
    owner,
    embedded: null,
    endpoint: (user = "xin_app") => ({ url: url(user) }),
    superuser: async (sql) => {
      await superuser.unsafe(sql);
    },
    close: async () => {
      await Promise.all([db.close(), owner.close(), superuser.end({ timeout: 5 })]);
      await admin.unsafe(`drop database ${name} with (force)`);
      await admin.end({ timeout: 5 });
    },
  };
};
