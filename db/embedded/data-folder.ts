import { access, constants, mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseUnfit } from "../errors.ts";

/** Where things lie inside a data folder. */
export const dataFolder = (path: string) => ({
  path,
  cluster: join(path, "postgres"),
  lock: join(path, "postgres.lock"),
  rolesHash: join(path, "postgres.roles"),
  /** Lies here while the first content is being written: a cluster beside it holds half of that. */
  unfinished: join(path, "postgres.unfinished"),
  /** Where a template is built when the checkout is read-only; gone after the first start. */
  template: join(path, "template"),
});

/** Paths inside a data folder. */
export type DataFolder = ReturnType<typeof dataFolder>;

/** Makes the folder when it is missing and sees to it that this process may write there. */
export const openDataFolder = async (path: string): Promise<DataFolder> => {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `The data folder ${path} cannot be used (${why}). Give this user the right to write there, or set XIN_DATA_DIR to another folder.`,
      { cause },
    );
  }
  return dataFolder(path);
};

/** The major version of PostgreSQL that made the cluster, null when there is none yet. */
export const clusterVersion = async (folder: DataFolder): Promise<string | null> => {
  try {
    return (await readFile(join(folder.cluster, "PG_VERSION"), "utf8")).trim();
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
};

/**
 * Throws away a cluster whose first start was killed before it had its first content: nobody has used
 * it, and half of that content would pass for all of it. The folder must be locked.
 */
export const discardUnfinished = async (folder: DataFolder): Promise<void> => {
  const started = await access(folder.unfinished).then(
    () => true,
    () => false,
  );
  if (!started) return;
  await rm(folder.cluster, { recursive: true, force: true });
  await rm(folder.rolesHash, { force: true });
  await rm(folder.unfinished, { force: true });
};

/** Refuses a cluster of another PostgreSQL than the embedded one. */
export const assertClusterVersion = async (folder: DataFolder): Promise<void> => {
  const version = await clusterVersion(folder);
  if (version === null || version === embeddedMajor) return;
  throw new DatabaseUnfit({
    reason: "server",
    message: `${folder.cluster} was made by PostgreSQL ${version}, this program embeds ${embeddedMajor}. Export with the older Xin (\`npm run xin -- export\`) and import here.`,
  });
};

/** The PostgreSQL inside the pinned PGlite. */
const embeddedMajor = "18";

/** Whether an error says that a file is not there. */
export const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ENOENT";
