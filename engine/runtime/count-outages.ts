import type { Db } from "#db/client.ts";
import { DatabaseUnavailable } from "#db/errors.ts";
import type { Metrics } from "./metrics.ts";

/** The same database, with every call that was given up counted by its reason. */
export const countOutages = (db: Db, metrics: Pick<Metrics, "databaseUnavailable">): Db => {
  const counted = async <T>(call: Promise<T>): Promise<T> => {
    try {
      return await call;
    } catch (error) {
      if (error instanceof DatabaseUnavailable) {
        metrics.databaseUnavailable.inc({ reason: error.reason });
      }
      throw error;
    }
  };
  const watched: Pick<Db, "tenant" | "once" | "lookup"> = {
    tenant: (tenantId, run, options) => counted(db.tenant(tenantId, run, options)),
    once: (write, options) => counted(db.once(write, options)),
    lookup: (run, options) => counted(db.lookup(run, options)),
  };
  // Everything else is inherited, also what changes with time.
  return Object.assign(Object.create(db) as Db, watched);
};
