import { setTimeout as sleep } from "node:timers/promises";
import { type ShadowDeps, workShadow } from "./work-shadow.ts";

/** How often it is looked for questions to decide about silently, in milliseconds. */
const everyMs = 2_000;

/** Lets versions in the shadow decide, in all workspaces that have one. Any number of processes may do so. */
export const startShadows = (deps: ShadowDeps): { stop(): Promise<void> } => {
  const abort = new AbortController();
  const { db, log } = deps;
  const look = async () => {
    const tenants = await db.lookup(
      (tx) => tx<{ id: string }[]>`select id from xin.tenants_with_shadow() as id`,
    );
    for (const { id } of tenants) while (!abort.signal.aborted && (await workShadow(deps, id)));
  };
  const run = (async () => {
    try {
      for (;;) {
        await sleep(everyMs, undefined, { signal: abort.signal });
        await look().catch((err: unknown) => log.warn({ err }, "no shadow can decide now"));
      }
    } catch (error) {
      if (!abort.signal.aborted) throw error;
    }
  })();
  return {
    stop: async () => {
      abort.abort();
      await run;
    },
  };
};
