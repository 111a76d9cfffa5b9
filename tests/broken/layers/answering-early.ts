import { setTimeout as wait } from "node:timers/promises";
import type { Db } from "#db/client.ts";
import { Sealed } from "#db/transaction.ts";

/**
 * Transactions that answer as soon as everything is written, and commit later: by long enough for a kill to fall
 * in between.
 */
export const answeringEarly = (db: Db, lateByMs = 40): Db => ({
  ...db,
  tenant: (tenantId, run, options) =>
    new Promise((resolve, reject) => {
      db.tenant(
        tenantId,
        async (tx) => {
          const answer = await run(tx);
          resolve(answer instanceof Sealed ? await answer.last : answer);
          await wait(lateByMs);
        },
        options,
      ).catch(reject);
    }),
});
