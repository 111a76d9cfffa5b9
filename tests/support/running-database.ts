import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Db, openDb } from "#db/client.ts";

/** The embedded database of a server that runs, behind its back, as the app's own role. Close it. */
export const openRunningDatabase = async (dataDir: string): Promise<Db> =>
  openDb({ socketPath: await socketOf(dataDir), user: "xin_app" }, { max: 1 });

/** The socket stands among the arguments of the engine's process, whose id is in the lock. */
const socketOf = async (dataDir: string): Promise<string> => {
  const pid = Number.parseInt(await readFile(join(dataDir, "postgres.lock"), "utf8"), 10);
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").then(
    (text) => text.replaceAll("\0", " "),
    // Not Linux.
    () => execFileSync("ps", ["-ww", "-o", "args=", "-p", String(pid)], { encoding: "utf8" }),
  );
  const socket = /\S+\.sock/.exec(command)?.[0];
  if (socket === undefined) throw new Error(`Process ${pid} does not look like the database`);
  return socket;
};
