import { assertSafeRole } from "#db/assert-safe-role.ts";
import { assertServer } from "#db/assert-server.ts";
import { type Db, type Endpoint, openDb } from "#db/client.ts";
import { startEmbedded } from "#db/embedded/start-embedded.ts";
import { assertSchema } from "#db/migrate.ts";
import type { DatabaseRole } from "#db/pool.ts";
import type { Config } from "./config.ts";
import type { Logger } from "./log.ts";
import { patiently } from "./patiently.ts";

/** The database of this process, ready to be used. */
export type OpenedDatabase = {
  readonly db: Db;
  /** Where another role connects to; null when no URL was given for it. */
  endpoint(role: DatabaseRole): Endpoint | null;
  /** Closes the pool and, when it is ours, ends the engine. */
  close(): Promise<void>;
};

/**
 * Opens the embedded database, which migrates itself, or the one of DATABASE_URL. A server that does
 * not answer for a while, or is unfit (an old server, a role that could see every tenant, a schema that
 * is behind), is an error that says what to do.
 */
export const openDatabase = async (config: Config, log: Logger): Promise<OpenedDatabase> =>
  config.databaseUrl === null
    ? openEmbedded(config.dataDir, log)
    : openServer(config, config.databaseUrl, log);

const openEmbedded = async (dataDir: string, log: Logger): Promise<OpenedDatabase> => {
  const embedded = await startEmbedded(dataDir);
  embedded.onExit((code) => log.error({ code }, "the embedded database ended; starting it again"));
  const db = openDb(embedded.endpoint("xin_app"));
  return {
    db,
    endpoint: (role) => embedded.endpoint(role),
    close: async () => {
      await db.close();
      await embedded.stop();
    },
  };
};

const openServer = async (config: Config, url: string, log: Logger): Promise<OpenedDatabase> => {
  const db = openDb({ url });
  try {
    await patiently(log, async () => {
      await assertServer(db);
      await assertSafeRole(db);
      await assertSchema(db);
    });
  } catch (error) {
    await db.close();
    throw error;
  }
  const urls = { xin_app: url, xin_owner: config.migrateUrl, xin_jobs: config.jobsUrl };
  return {
    db,
    endpoint: (role) => (urls[role] === null ? null : { url: urls[role] }),
    close: () => db.close(),
  };
};
