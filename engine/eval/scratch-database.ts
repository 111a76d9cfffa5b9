import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { type Db, openDb } from "#db/client.ts";
import { startEmbedded } from "#db/embedded/start-embedded.ts";
import { migrate } from "#db/migrate.ts";

/** A fresh migrated database that lives as long as one evaluation. */
export type ScratchDatabase = { readonly db: Db; close(): Promise<void> };

/** Embedded in a temporary folder, or, given a superuser's URL, a database of its own on that server. */
export const openScratchDatabase = (serverUrl: string | null): Promise<ScratchDatabase> =>
  serverUrl === null ? openEmbedded() : openOnServer(serverUrl);

const openEmbedded = async (): Promise<ScratchDatabase> => {
  const folder = await mkdtemp(join(tmpdir(), "xin-eval-"));
  const embedded = await startEmbedded(folder);
  const db = openDb(embedded.endpoint("xin_app"));
  const close = async () => {
    await db.close();
    await embedded.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { db, close };
};

const openOnServer = async (serverUrl: string): Promise<ScratchDatabase> => {
  const name = `xin_eval_${randomBytes(6).toString("hex")}`;
  const admin = postgres(serverUrl, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name}`);
  const own = new URL(serverUrl);
  own.pathname = `/${name}`;
  const superuser = postgres(own.href, { max: 1, onnotice: () => {} });
  await superuser.unsafe(await readFile(rolesPath, "utf8"));
  await superuser.end();
  const owner = openDb({ url: asRole(own, "xin_owner") }, { max: 1 });
  await migrate(owner);
  await owner.close();
  const db = openDb({ url: asRole(own, "xin_app") });
  const close = async () => {
    await db.close();
    await admin.unsafe(`drop database ${name} with (force)`);
    await admin.end();
  };
  return { db, close };
};

const rolesPath = join(import.meta.dirname, "../../db/roles.sql");

/** The superuser's way in, acting as a role from the first statement on: row level security holds. */
const asRole = (url: URL, role: string): string => {
  const acting = new URL(url);
  acting.searchParams.set("role", role);
  return acting.href;
};
