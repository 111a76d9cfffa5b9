import { createHash } from "node:crypto";
import {
  access,
  constants,
  cp,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
} from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { readMigrations } from "../migration-files.ts";
import { readRoles } from "./roles.ts";

/** A migrated cluster folder that a first start copies, named after everything that shaped it. */
export const templatePath = async (cacheFolder: string): Promise<string> => {
  const hash = createHash("sha256");
  hash.update(await readRoles());
  for (const migration of await readMigrations())
    hash.update(`${migration.name}${migration.checksum}`);
  for (const name of ["@electric-sql/pglite", "@electric-sql/pglite-pgvector", "pg-boss"]) {
    hash.update(`${name}@${await installedVersion(name)}`);
  }
  return join(cacheFolder, `database-${hash.digest("hex").slice(0, 16)}`);
};

/** The cache that belongs to this checkout. Nothing in it is ever committed. */
export const projectCache = join(import.meta.dirname, "..", "..", "node_modules", ".cache", "xin");

/** Whether a template stands there, whole. */
export const isTemplate = async (path: string): Promise<boolean> =>
  exists(join(path, "PG_VERSION"));

/** Copies the template to where a cluster should be, unless there is one. All or nothing. */
export const copyTemplate = async (template: string, cluster: string): Promise<void> => {
  if (await exists(cluster)) return;
  const half = `${cluster}.copying`;
  await rm(half, { recursive: true, force: true });
  await mkdir(dirname(cluster), { recursive: true, mode: 0o700 });
  // Blocks are shared with the template where the file system can do that.
  await cp(template, half, { recursive: true, mode: constants.COPYFILE_FICLONE });
  await rename(half, cluster);
};

/** Templates that are kept: the newest ones, since branches have migrations of their own. */
const keptTemplates = 4;

/** Removes all templates but the newest few, and what a killed build left behind. */
export const removeOldTemplates = async (cacheFolder: string): Promise<void> => {
  const names = (await readdir(cacheFolder)).filter((name) => name.startsWith("database-"));
  const aged = await Promise.all(
    names.map(async (name) => ({ name, madeAt: (await stat(join(cacheFolder, name))).mtimeMs })),
  );
  const old = aged.toSorted((a, b) => b.madeAt - a.madeAt).slice(keptTemplates);
  for (const { name } of old) await rm(join(cacheFolder, name), { recursive: true, force: true });
};

const exists = async (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Whether templates can be kept in a folder; makes it when it is missing. */
export const isWritable = async (folder: string): Promise<boolean> => {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const installedVersion = async (name: string): Promise<string> => {
  const require = createRequire(import.meta.url);
  const folders = require.resolve.paths(name) ?? [];
  for (const folder of folders) {
    const text = await readFile(join(folder, name, "package.json"), "utf8").catch(() => null);
    if (text === null) continue;
    const manifest: unknown = JSON.parse(text);
    if (typeof manifest === "object" && manifest !== null && "version" in manifest) {
      return String(manifest.version);
    }
  }
  throw new Error(`${name} is not installed: run \`npm ci\``);
};
