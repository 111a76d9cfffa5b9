import type { Db, TransactionOptions } from "./client.ts";

/**
 * The same database for work that nobody waits for with an open request: its transactions run one after another
 * and step aside for everybody else's, for a while. So an acknowledgement finds at most one of them before it on
 * the embedded database, which does one transaction at a time, and beside it on a server that shares its
 * processors. What is kept beside a database (caches, connections to models) goes by its pool, which both share.
 */
export const behindOthers = (db: Db): Db => {
  const behind = (options?: TransactionOptions) => ({ ...options, rank: "behind" }) as const;
  const calls: Pick<Db, "tenant" | "once" | "lookup"> = {
    tenant: (tenantId, run, options) => db.tenant(tenantId, run, behind(options)),
    once: (write, options) => db.once(write, behind(options)),
    lookup: (run, options) => db.lookup(run, behind(options)),
  };
  // Everything else is inherited, also what changes with time.
  return Object.assign(Object.create(db) as Db, calls);
};
