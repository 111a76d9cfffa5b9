import { type Db, openDb as openDurable } from "#db/client.ts";

/**
 * A client whose transactions do not wait for the disk. Each says so for itself: a server whose sessions
 * are like that from the start is refused by the product.
 */
export const openDb: typeof openDurable = (...settings) => {
  const db = openDurable(...settings);
  const tenant: Db["tenant"] = (tenantId, run, options) =>
    db.tenant(
      tenantId,
      async (tx) => {
        await tx`set local synchronous_commit = off`;
        return run(tx);
      },
      options,
    );
  const once: Db["once"] = (write, options) =>
    db.lookup(async (tx) => {
      await tx`set local synchronous_commit = off`;
      return write(tx);
    }, options);
  // Everything else is inherited, also what changes with time.
  return Object.assign(Object.create(db) as Db, { tenant, once });
};
