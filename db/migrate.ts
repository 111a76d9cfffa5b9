import type { Db } from "./client.ts";
import { DatabaseUnfit } from "./errors.ts";
import { installJobsSchema } from "./jobs-schema.ts";
import { type MigrationFile, migrationsFolder, readMigrations } from "./migration-files.ts";
import { readApplied, stillPending } from "./migration-state.ts";
import type { Pool } from "./pool.ts";

/** Serialises migrators of one database; released when its transaction ends. */
const migrationLock = 7_261_943;

/**
 * Brings the database up to date as xin_owner and answers the names it applied, in order. Each file
 * runs in its own transaction, unless it says `-- no-transaction`. Several nodes may start at once:
 * one applies, the others wait and find nothing to do. On PostgreSQL it also installs the job
 * queue's schema, in the name of xin_jobs; the embedded engine has that in its template.
 */
export const migrate = async (owner: Db, folder: string = migrationsFolder): Promise<string[]> => {
  await owner.ping();
  const files = await readMigrations(folder);
  await createLedger(owner.sql);
  const applied: string[] = [];
  for (;;) {
    const name = await applyNext(owner.sql, files);
    if (name === null) break;
    applied.push(name);
  }
  if (owner.engine === "postgres") await installJobsSchema(owner.sql);
  return applied;
};

/** Names of the migrations the database still needs. Any role may ask. */
export const pendingMigrations = async (
  db: Db,
  folder: string = migrationsFolder,
): Promise<string[]> => {
  const files = await readMigrations(folder);
  const applied = await db.lookup((tx) => readApplied(tx));
  return stillPending(files, applied).map((file) => file.name);
};

/** Refuses to serve on a schema that is behind or ahead of this program. */
export const assertSchema = async (db: Db, folder: string = migrationsFolder): Promise<void> => {
  const pending = await pendingMigrations(db, folder);
  if (pending.length === 0) return;
  throw new DatabaseUnfit({
    reason: "schema",
    message: `The database is behind this program: ${pending.join(", ")} not applied. Run \`npm run xin -- migrate\` with XIN_MIGRATE_URL set to the owner's URL.`,
  });
};

const createLedger = async (sql: Pool): Promise<void> => {
  await sql.begin(async (tx) => {
    await lock(tx);
    await tx.unsafe(`
      create table if not exists xin.schema_migrations (
        name text primary key,
        checksum text not null,
        applied_at timestamptz not null default now()
      );
      grant select on xin.schema_migrations to xin_app;`);
  });
};

/** Applies the first pending file; null when there is none. */
const applyNext = async (sql: Pool, files: readonly MigrationFile[]): Promise<string | null> => {
  const outside = await sql.begin(async (tx) => {
    await lock(tx);
    const [next] = stillPending(files, await readApplied(tx));
    if (!next) return { done: null };
    if (!next.inTransaction) return { alone: next };
    await runFile(tx, next);
    return { done: next.name };
  });
  if (outside.alone === undefined) return outside.done;
  await runFile(sql, outside.alone);
  return outside.alone.name;
};

/**
 * A file outside a transaction is recorded after it ran; when it fails half way it runs again, so
 * it has to be written to bear that (`if not exists`).
 */
const runFile = async (sql: Pick<Pool, "unsafe">, file: MigrationFile): Promise<void> => {
  try {
    for (const part of file.inTransaction ? [file.text] : statements(file.text)) {
      await sql.unsafe(part);
    }
    await sql.unsafe(
      "insert into xin.schema_migrations (name, checksum) values ($1, $2) on conflict (name) do nothing",
      [file.name, file.checksum],
    );
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Migration ${file.name} failed: ${why}`, { cause });
  }
};

/** Several statements in one message are one transaction for the server, so they go one by one. */
const statements = (text: string): string[] =>
  text
    .split(/;\s*$/m)
    .map((part) => part.trim())
    .filter((part) => part.replaceAll(/^--.*$/gm, "").trim() !== "");

const lock = (tx: Pick<Pool, "unsafe">) =>
  tx.unsafe(`select pg_advisory_xact_lock(${migrationLock})`);
