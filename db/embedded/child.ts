/**
 * The embedded engine's process: PGlite behind the wire.
 * `node child.ts <data folder> <socket path> <template folder>`, started by supervise.ts.
 */
import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { ChildMessage } from "./child-message.ts";
import { assertClusterVersion, dataFolder, discardUnfinished } from "./data-folder.ts";
import { lockFolder } from "./folder-lock.ts";
import { startMaintenance } from "./maintenance.ts";
import { openPGlite } from "./open-pglite.ts";
import { applyRoles } from "./roles.ts";
import { copyTemplate } from "./template.ts";
import { serveWire } from "./wire/serve.ts";

/** How long a connection may idle inside a transaction; clients give up after 5 seconds. */
const idleInTransactionMs = 15_000;

/** How long the process may take to close the database properly. */
const shutdownMs = 10_000;

const [path, socketPath, template] = process.argv.slice(2);
if (!path || !socketPath || !template || !process.send) {
  throw new Error(
    "child.ts is started by startEmbedded, with a data folder, a socket and a template",
  );
}

// A terminal's Ctrl-C goes to the whole group. The parent decides when to stop: it closes the pipe.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});

const stop = Promise.withResolvers<void>();
process.on("disconnect", stop.resolve);

const tell = (message: ChildMessage): void => {
  if (process.connected) process.send?.(message);
};

const die = (error: unknown): never => {
  console.error("The embedded database failed and will be restarted:", error);
  process.exit(70);
};
process.on("uncaughtException", die);
process.on("unhandledRejection", die);

const folder = dataFolder(path);

const serve = async (): Promise<void> => {
  const lock = await lockFolder(folder.lock);
  try {
    await assertClusterVersion(folder);
    await discardUnfinished(folder);
    await copyTemplate(template, folder.cluster);
    const pglite = await openPGlite(folder.cluster);
    const wire = await serveWire(pglite, socketPath, {
      roles: ["xin_app", "xin_owner", "xin_jobs"],
      idleInTransactionMs,
      onFatal: die,
    });
    await wire.hub.chore((backend) => applyRoles(backend, folder.rolesHash));
    const maintenance = startMaintenance(wire.hub, (error) => {
      console.error("Maintenance of the embedded database failed:", error);
    });
    tell({ kind: "ready" });

    await stop.promise;
    setTimeout(() => die(new Error("Closing took too long")), shutdownMs).unref();
    maintenance.stop();
    await wire.close();
    await wire.hub.chore(async () => {});
    await pglite.close();
  } finally {
    await lock.release();
  }
};

let exitCode = 0;
try {
  await serve();
} catch (error) {
  exitCode = 1;
  tell({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
} finally {
  await rm(dirname(socketPath), { recursive: true, force: true });
}
process.exit(exitCode);
