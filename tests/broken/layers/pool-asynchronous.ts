import { openPool as openDurable } from "#db/pool.ts";

export { address, connectionSettings } from "#db/pool.ts";
export type { DatabaseRole, Endpoint, Pool, PoolOptions } from "#db/pool.ts";

/** A pool whose sessions do not wait for the disk. */
export const openPool: typeof openDurable = (endpoint, options) => {
  const pool = openDurable(endpoint, options);
  Object.assign(pool.options.connection, { synchronous_commit: "off" });
  return pool;
};
