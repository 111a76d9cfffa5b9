import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { openDb } from "../client.ts";
import { migrate } from "../migrate.ts";
import type { DatabaseRole, Endpoint } from "../pool.ts";
import { clusterVersion, type DataFolder, openDataFolder } from "./data-folder.ts";
import { supervise } from "./supervise.ts";
import { isTemplate, isWritable, projectCache, templatePath } from "./template.ts";

/** A running embedded database. */
export type Embedded = {
  /** Where a role connects to; the same for as long as this process lives. */
  endpoint(user: DatabaseRole): Endpoint;
  /** Called with the reason each time the engine's process died; it is started again by itself. */
  onExit(handler: (why: string) => void): void;
  /** Ends the engine, with everything written. */
  stop(): Promise<void>;
  /** Process id of the engine. */
  readonly pid: number;
};

/**
 * Starts the embedded database on a data folder: copies the template on a first start, applies
 * pending migrations otherwise, and keeps the engine's process running until `stop`.
 */
export const startEmbedded = async (dataDir: string): Promise<Embedded> => {
  const folder = await openDataFolder(resolve(dataDir));
  const template = await findTemplate(folder);
  const socketPath = join(await mkdtemp(join(shortTemp(), "xin-")), "pg.sock");
  const engine = await supervise([folder.path, socketPath, template]);
  const endpoint = (user: DatabaseRole): Endpoint => ({ socketPath, user });
  try {
    await rm(folder.template, { recursive: true, force: true });
    await migrateAs(endpoint("xin_owner"));
  } catch (error) {
    await engine.stop();
    throw error;
  }
  return {
    endpoint,
    onExit: engine.onExit,
    stop: engine.stop,
    get pid() {
      return engine.pid;
    },
  };
};

const migrateAs = async (endpoint: Endpoint): Promise<void> => {
  const owner = openDb(endpoint, { max: 1, deadlineMs: 60_000, applicationName: "xin-migrate" });
  try {
    await migrate(owner);
  } finally {
    await owner.close();
  }
};

/** The template of this checkout; built when missing, beside the data when the checkout is read-only. */
const findTemplate = async (folder: DataFolder): Promise<string> => {
  const shared = await templatePath(projectCache);
  // A folder that has its cluster already needs none.
  if ((await isTemplate(shared)) || (await clusterVersion(folder)) !== null) return shared;
  const cache = (await isWritable(projectCache)) ? projectCache : folder.template;
  const path = await templatePath(cache);
  if (!(await isTemplate(path))) {
    // In a process of its own: building takes seconds of pure computing.
    const program = join(import.meta.dirname, "prepare-template.ts");
    await promisify(execFile)(process.execPath, [program, cache]);
  }
  return path;
};

/** A unix socket's path has room for 107 bytes, which some systems' temp folders leave no space for. */
const shortTemp = (): string => (Buffer.byteLength(tmpdir()) <= 80 ? tmpdir() : "/tmp");
