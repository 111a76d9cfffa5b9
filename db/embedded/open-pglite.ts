import { PGlite } from "@electric-sql/pglite";
import { vector } from "@electric-sql/pglite-pgvector";

/** Opens a cluster folder, or makes one with initdb when it does not exist. */
export const openPGlite = (cluster: string): Promise<PGlite> =>
  PGlite.create({ dataDir: cluster, extensions: { vector } });
