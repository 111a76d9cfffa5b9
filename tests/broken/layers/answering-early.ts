import { setTimeout as wait } from "node:timers/promises";
import type { Db, Tx } from "#db/client.ts";
import { Sealed } from "#db/transaction.ts";

/**
 * Transactions that answer as soon as everything is written, and commit later: by long enough for a kill to fall
 * in between.
 */
export const answeringEarly = (db: Db, lateByMs = 40): Db => {
  const early = <T>(
    begin: (work: (tx: Tx) => Promise<void>) => Promise<void>,
    run: (tx: Tx) => Promise<T | Sealed<T>>,
  ) =>
    new Promise<T>((resolve, reject) => {
      begin(async (tx) => {
        const answer = await run(tx);
        resolve(answer instanceof Sealed ? await answer.last : answer);
        await wait(lateByMs);
      }).catch(reject);
    });
  return {
    ...db,
    tenant: (tenantId, run, options) => early((work) => db.tenant(tenantId, work, options), run),
    once: (write, options) =>
      early(
        (work) => db.lookup(work, options),
        async (tx) => write(tx),
      ),
  };
};

/** The same database each time, so that what a process keeps beside it is kept. */
export const earlyOf = (db: Db): Db => {
  const early = earlyDbs.get(db) ?? answeringEarly(db);
  earlyDbs.set(db, early);
  return early;
};

const earlyDbs = new WeakMap<Db, Db>();
