import { openDb } from "#db/client.ts";
import { migrate } from "#db/migrate.ts";
import { type Command, type CommandContext, UsageError } from "./command.ts";
import { withDatabase } from "./with-database.ts";

/** Brings the database up to date. */
export const migrateCommand: Command = {
  name: "migrate",
  usage: "migrate",
  summary: "Brings the database's schema up to date (PostgreSQL: as XIN_MIGRATE_URL).",
  options: {},
  run: async (context) => {
    if (context.args.length > 0) {
      throw new UsageError(`migrate takes no argument, but got "${context.args[0]}".`);
    }
    const applied = await apply(context);
    const text =
      applied.length === 0 ? "The database is up to date." : `Applied: ${applied.join(", ")}.`;
    return { text, json: { applied } };
  },
};

const apply = async (context: CommandContext): Promise<readonly string[]> => {
  const { databaseUrl, migrateUrl } = context.config();
  if (databaseUrl === null && migrateUrl === null) {
    // The embedded database migrates itself whenever it is opened.
    return withDatabase(context, () => Promise.resolve([]));
  }
  if (migrateUrl === null) {
    throw new UsageError(
      "XIN_MIGRATE_URL is missing. Set it to the same database as DATABASE_URL, as role xin_owner, such as postgres://xin_owner:password@127.0.0.1:5432/xin.",
    );
  }
  const owner = openDb({ url: migrateUrl }, { max: 1, deadlineMs: 10 * 60_000 });
  try {
    return await migrate(owner);
  } finally {
    await owner.close();
  }
};
