import { DatabaseUnfit } from "./errors.ts";
import type { MigrationFile } from "./migration-files.ts";
import type { Pool } from "./pool.ts";

/** What the database says it has had: name and checksum of each applied migration. */
export type Applied = ReadonlyMap<string, string>;

/** Reads what was applied; nothing at all when the table does not exist yet. */
export const readApplied = async (sql: Pick<Pool, "unsafe">): Promise<Applied> => {
  const [table] = await sql.unsafe<{ exists: boolean }[]>(
    "select to_regclass('xin.schema_migrations') is not null as exists",
  );
  if (!table?.exists) return new Map();
  const rows = await sql.unsafe<{ name: string; checksum: string }[]>(
    "select name, checksum from xin.schema_migrations",
  );
  return new Map(rows.map((row) => [row.name, row.checksum]));
};

/**
 * The migrations still to be applied, in order. Refuses a database that had a migration this
 * program does not know, an edited one, or one that comes before others already applied.
 */
export const stillPending = (
  files: readonly MigrationFile[],
  applied: Applied,
): readonly MigrationFile[] => {
  const known = new Set(files.map((file) => file.name));
  const unknown = [...applied.keys()].filter((name) => !known.has(name)).toSorted();
  if (unknown.length > 0) {
    throw unfit(
      `The database is ahead of this program: it has had ${unknown.join(", ")}. Start the newer version of Xin, or restore a backup from before it.`,
    );
  }
  for (const file of files) {
    const checksum = applied.get(file.name);
    if (checksum === undefined || checksum === file.checksum) continue;
    throw unfit(
      `${file.name} was edited after it had been applied. Migrations are immutable: restore the file and put the change into a new one.`,
    );
  }
  const pending = files.filter((file) => !applied.has(file.name));
  const newest = [...applied.keys()].toSorted().at(-1);
  const late = newest === undefined ? undefined : pending.find((file) => file.name < newest);
  if (late) {
    throw unfit(
      `${late.name} comes before ${newest}, which was already applied. Give it the next free number.`,
    );
  }
  return pending;
};

const unfit = (message: string) => new DatabaseUnfit({ reason: "schema", message });
