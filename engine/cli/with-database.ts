import type { Db } from "#db/client.ts";
import { listTenants, tenantBySlug, type TenantSummary } from "#db/reads/tenants.ts";
import { type OpenedDatabase, openDatabase } from "../runtime/open-database.ts";
import { type CommandContext, UsageError } from "./command.ts";

/**
 * Opens the database for a command and closes it afterwards: that of DATABASE_URL, or the embedded one.
 * The embedded one has a single owner: while a server runs on the folder, it is the server.
 */
export const withDatabase = async <T>(
  { config, log }: Pick<CommandContext, "config" | "log">,
  run: (db: Db, database: OpenedDatabase) => Promise<T>,
): Promise<T> => {
  const settings = config();
  const database = await openDatabase(settings, log).catch((error: unknown) => {
    throw explainBusy(error, settings.dataDir);
  });
  try {
    return await run(database.db, database);
  } finally {
    await database.close();
  }
};

/** The tenant with this slug, or a UsageError that names those there are. */
export const findTenant = async (db: Db, slug: string): Promise<TenantSummary> => {
  const found = await db.lookup((tx) => tenantBySlug(tx, slug));
  if (found !== null) return found;
  const slugs = (await db.lookup(listTenants)).map((tenant) => tenant.slug);
  const known =
    slugs.length === 0
      ? "There is none yet; make one with `tenant create`."
      : `There are: ${slugs.slice(0, 20).join(", ")}.`;
  throw new UsageError(`There is no tenant "${slug}". ${known}`);
};

const explainBusy = (error: unknown, dataDir: string): unknown => {
  if (!(error instanceof Error) || !/in use by process/.test(error.message)) return error;
  return new Error(
    `A server is running on ${dataDir}, and the embedded database has one owner at a time. ` +
      "Stop the server first, or use its HTTP API (/api/v1/docs), or set DATABASE_URL to work on a PostgreSQL server.",
    { cause: error },
  );
};
