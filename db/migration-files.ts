import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** One migration: `0001_name.sql`, its text, and the SHA-256 of it in hex. */
export type MigrationFile = {
  readonly name: string;
  readonly text: string;
  readonly checksum: string;
  /** False when a line says `-- no-transaction` (CREATE INDEX CONCURRENTLY and the like). */
  readonly inTransaction: boolean;
};

/** The program's own migrations. */
export const migrationsFolder = join(import.meta.dirname, "migrations");

/** Reads a folder of migrations in order. Two files with one number, or a foreign name, are errors. */
export const readMigrations = async (
  folder: string = migrationsFolder,
): Promise<readonly MigrationFile[]> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).toSorted();
  const seen = new Map<string, string>();
  for (const name of names) {
    const number = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(name)?.[1];
    if (number === undefined) {
      throw new Error(`${name} is no migration's name: use 0001_what_it_does.sql`);
    }
    const twin = seen.get(number);
    if (twin)
      throw new Error(`${twin} and ${name} have the same number: give one the next free one`);
    seen.set(number, name);
  }
  return Promise.all(names.map((name) => readOne(folder, name)));
};

const readOne = async (folder: string, name: string): Promise<MigrationFile> => {
  const text = await readFile(join(folder, name), "utf8");
  return {
    name,
    text,
    checksum: createHash("sha256").update(text).digest("hex"),
    inTransaction: !/^--\s*no-transaction\s*$/m.test(text),
  };
};
