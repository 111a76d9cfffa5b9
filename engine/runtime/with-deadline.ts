import type { Db } from "#db/client.ts";

/** The same database with another deadline for calls that name none. For work nobody waits for. */
export const withDeadline = (db: Db, deadlineMs: number): Db => {
  const patient: Pick<Db, "tenant" | "once" | "lookup"> = {
    tenant: (tenantId, run, options) => db.tenant(tenantId, run, { deadlineMs, ...options }),
    once: (write, options) => db.once(write, { deadlineMs, ...options }),
    lookup: (run, options) => db.lookup(run, { deadlineMs, ...options }),
  };
  // Everything else is inherited, also what changes with time.
  return Object.assign(Object.create(db) as Db, patient);
};
