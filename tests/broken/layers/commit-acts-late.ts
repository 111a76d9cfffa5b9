import { setTimeout as wait } from "node:timers/promises";
import type { Db } from "#db/client.ts";
import { commitActs as commitInTime } from "#engine/actions/commit-acts.ts";

export { rehearseAct } from "#engine/actions/commit-acts.ts";

/** Long enough for a kill to fall between the answer and the commit. */
const lateByMs = 40;

/** Answers as soon as everything is written, and commits later. */
export const commitActs: typeof commitInTime = (deps, tenantId, acts) =>
  commitInTime({ ...deps, db: answeringEarly(deps.db) }, tenantId, acts);

const answeringEarly = (db: Db): Db => ({
  ...db,
  tenant: (tenantId, run, options) =>
    new Promise((resolve, reject) => {
      db.tenant(
        tenantId,
        async (tx) => {
          resolve(await run(tx));
          await wait(lateByMs);
        },
        options,
      ).catch(reject);
    }),
});
