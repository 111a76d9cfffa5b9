import { mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDb } from "../client.ts";
import { jobsGrants, jobsTables } from "../jobs-schema.ts";
import { migrate } from "../migrate.ts";
import { openPGlite } from "./open-pglite.ts";
import { applyRoles } from "./roles.ts";
import { isTemplate } from "./template.ts";
import { serveWire } from "./wire/serve.ts";

/**
 * Builds a migrated cluster at `target`, unless another process was faster. Takes about five
 * seconds. The superuser only makes roles, extension and the queue's tables (in the name of
 * xin_jobs); the migrations run through the wire as xin_owner, as everywhere else.
 */
export const buildTemplate = async (target: string): Promise<void> => {
  const building = await mkdtemp(`${target}.`);
  const socketFolder = await mkdtemp(join(tmpdir(), "xin-"));
  try {
    const cluster = join(building, "postgres");
    await buildCluster(cluster, join(building, "roles"), join(socketFolder, "pg.sock"));
    await rename(cluster, target).catch(async (error: unknown) => {
      if (!(await isTemplate(target))) throw error;
    });
  } finally {
    await rm(building, { recursive: true, force: true });
    await rm(socketFolder, { recursive: true, force: true });
  }
};

const buildCluster = async (cluster: string, rolesHash: string, socketPath: string) => {
  const pglite = await openPGlite(cluster);
  const wire = await serveWire(pglite, socketPath, {
    roles: ["xin_owner"],
    idleInTransactionMs: 60_000,
    onFatal: (error) => {
      throw error;
    },
  });
  await wire.hub.chore(async (backend) => {
    await applyRoles(backend, rolesHash);
    await backend.command("set session authorization xin_jobs");
    await backend.command(jobsTables());
    await backend.command(jobsGrants);
    await backend.command("reset session authorization");
  });
  const owner = openDb({ socketPath, user: "xin_owner" }, { max: 1, deadlineMs: 60_000 });
  try {
    await migrate(owner);
  } finally {
    await owner.close();
  }
  await wire.hub.chore(async (backend) => {
    await backend.command("vacuum (analyze)");
    await backend.command("checkpoint");
  });
  await wire.close();
  await pglite.close();
};
