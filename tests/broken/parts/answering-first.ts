import { setTimeout as wait } from "node:timers/promises";
import { type Db, openDb as open } from "#db/client.ts";

const writtenBehindMs = 50;

/** The client over the database, which lets a transaction's caller go on before the commit. */
export const openDb: typeof open = (...settings) => {
  const db = open(...settings);
  const tenant: Db["tenant"] = (tenantId, run, options) =>
    new Promise((resolve, reject) => {
      db.tenant(
        tenantId,
        async (tx) => {
          resolve(await run(tx));
          await wait(writtenBehindMs);
        },
        options,
      ).catch(reject);
    });
  return new Proxy(db, {
    get: (target, name) => (name === "tenant" ? tenant : Reflect.get(target, name)),
  });
};
