import { type Db, type Endpoint, openDb } from "#db/client.ts";
import { FolderInUse } from "#db/embedded/folder-lock.ts";
import { assertSafeRole } from "#db/assert-safe-role.ts";
import { assertServer } from "#db/assert-server.ts";
import { startEmbedded } from "#db/embedded/start-embedded.ts";
import { pendingMigrations } from "#db/migrate.ts";
import { openJobs } from "../runtime/jobs/jobs.ts";
import type { Config } from "../runtime/config.ts";
import type { Logger } from "../runtime/log.ts";
import { type Check, CheckFailed, check } from "./doctor-check.ts";

/** Checks of the database: each needs the one before, so the first that fails is the last. */
export const databaseChecks = async (config: Config, log: Logger): Promise<Check[]> =>
  config.databaseUrl === null
    ? embeddedChecks(config)
    : serverChecks(config, config.databaseUrl, log);

const embeddedChecks = async ({ dataDir }: Config): Promise<Check[]> => [
  await check("embedded database", async () => {
    try {
      const embedded = await startEmbedded(dataDir);
      await embedded.stop();
      return "starts, and is up to date";
    } catch (error) {
      if (isInUse(error)) return "in use by a running server";
      throw error;
    }
  }),
];

const isInUse = (error: unknown) =>
  error instanceof FolderInUse ||
  (error instanceof Error && /in use by process/.test(error.message));

const serverChecks = async (config: Config, url: string, log: Logger): Promise<Check[]> => {
  const db = openDb({ url }, { max: 1 });
  const steps: [string, () => Promise<string>][] = [
    ["database", () => reachable(db)],
    ["database server", () => assertServer(db).then(() => "fit, with pgvector")],
    ["database role", () => assertSafeRole(db).then(() => "cannot see past row level security")],
    ["migrations", () => migrated(db)],
    ["job queue", () => jobs(config, log)],
  ];
  const checks: Check[] = [];
  try {
    for (const [name, run] of steps) {
      const done = await check(name, run);
      checks.push(done);
      if (!done.ok) break;
    }
  } finally {
    await db.close();
  }
  return checks;
};

const reachable = async (db: Db) => {
  try {
    await db.ping();
    return "answers";
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CheckFailed(
      why,
      "Start the server, and check host, port, user and password in DATABASE_URL.",
    );
  }
};

const migrated = async (db: Db) => {
  const pending = await pendingMigrations(db);
  if (pending.length === 0) return "up to date";
  throw new CheckFailed(
    `not applied: ${pending.join(", ")}`,
    "Run `npm run xin -- migrate` with XIN_MIGRATE_URL set to the owner's URL.",
  );
};

const jobs = async ({ jobsUrl }: Config, log: Logger) => {
  if (jobsUrl === null) {
    throw new CheckFailed(
      "XIN_JOBS_URL is not set",
      "Set it to the same database as role xin_jobs, such as postgres://xin_jobs:password@127.0.0.1:5432/xin.",
    );
  }
  const endpoint: Endpoint = { url: jobsUrl };
  const queue = await openJobs(endpoint, {
    engine: "postgres",
    onError: (error) => log.warn({ err: error }, "the job queue had a failure"),
  });
  await queue.stop();
  return "starts";
};
