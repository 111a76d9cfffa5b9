import { type Db, openDb as open } from "#db/client.ts";

/** The client over the database, with asynchronous commit in every transaction. */
export const openDb: typeof open = (...settings) => {
  const db = open(...settings);
  const tenant: Db["tenant"] = (tenantId, run, options) =>
    db.tenant(
      tenantId,
      async (tx) => {
        await tx`set local synchronous_commit = off`;
        return run(tx);
      },
      options,
    );
  return new Proxy(db, {
    get: (target, name) => (name === "tenant" ? tenant : Reflect.get(target, name)),
  });
};
