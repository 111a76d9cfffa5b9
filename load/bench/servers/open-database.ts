import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Db, openDb } from "#db/client.ts";
import { startEmbedded } from "#db/embedded/start-embedded.ts";

/** A database of a bench. */
export type BenchDatabase = { readonly db: Db; close(): Promise<void> };

/** Opens a migrated database by its URL, or without one an embedded one that is deleted in the end. */
export const openDatabase = async (url: string | null): Promise<BenchDatabase> => {
  if (url !== null) {
    const db = openDb({ url });
    return { db, close: () => db.close() };
  }
  const folder = await mkdtemp(join(tmpdir(), "xin-bench-"));
  const embedded = await startEmbedded(folder);
  const db = openDb(embedded.endpoint("xin_app"));
  return {
    db,
    close: async () => {
      await db.close();
      await embedded.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
