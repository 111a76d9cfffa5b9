import { type Db, openDb } from "#db/client.ts";
import { startEmbedded } from "#db/embedded/start-embedded.ts";
import type { TestDb } from "./test-db.ts";

/** Where a server process keeps its data: a folder, or a test database on PostgreSQL. */
export type ServerDatabase = { readonly dataDir: string; readonly testDb: TestDb | null };

/**
 * Works on the database of a server that does not run now, as the app's own role: an embedded one has
 * room for one process at a time.
 */
export const withServerDatabase = async <T>(
  { dataDir, testDb }: ServerDatabase,
  run: (db: Db) => Promise<T>,
): Promise<T> => {
  if (testDb !== null) return run(testDb.db);
  const embedded = await startEmbedded(dataDir);
  const db = openDb(embedded.endpoint("xin_app"));
  try {
    return await run(db);
  } finally {
    await db.close();
    await embedded.stop();
  }
};

/** The settings that make a server use a test database on PostgreSQL; none for the embedded one. */
export const databaseSettings = (testDb: TestDb | null): { [name: string]: string } => {
  if (testDb === null) return {};
  const url = (role: "xin_app" | "xin_owner" | "xin_jobs") => {
    const endpoint = testDb.endpoint(role);
    if (!("url" in endpoint)) throw new Error("PostgreSQL has an address");
    return endpoint.url;
  };
  return {
    DATABASE_URL: url("xin_app"),
    XIN_MIGRATE_URL: url("xin_owner"),
    XIN_JOBS_URL: url("xin_jobs"),
  };
};
