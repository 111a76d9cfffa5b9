import { setTimeout as sleep } from "node:timers/promises";
import { restCanaryLook, takeCanaryLook } from "#db/writes/canary-looks.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import { guardCanary } from "./guard-canary.ts";

/** How often a canary is looked at; and how long a look may take before another process takes over, in milliseconds. */
const limits = { everyMs: 2_000, lookMs: 60_000 };

/** A look that takes long is rare: a workspace's canary rests at least so many times as long as it took. */
const restsTimes = 50;

/**
 * Looks after the canaries of all workspaces. Any number of processes may do so: each look is taken by one of
 * them, and what comes after one that died is taken by another.
 */
export const startCanaryGuard = (deps: ActionDeps): { stop(): Promise<void> } => {
  const abort = new AbortController();
  const { db, log } = deps;
  const look = async (tenantId: string) => {
    const isMine = await db.tenant(tenantId, (tx) => takeCanaryLook(tx, tenantId, limits.lookMs));
    if (!isMine) return;
    const began = performance.now();
    const stopped = await guardCanary(deps, tenantId);
    const tookMs = performance.now() - began;
    const restMs = Math.max(limits.everyMs, Math.round(tookMs * restsTimes));
    await db.tenant(tenantId, (tx) => restCanaryLook(tx, restMs));
    if (stopped) log.info({ tenantId }, "a canary was clearly worse and is stopped");
  };
  const round = async () => {
    const tenants = await db.lookup(
      (tx) => tx<{ id: string }[]>`select id from xin.tenants_with_watched_canary() as id`,
    );
    for (const { id } of tenants) if (!abort.signal.aborted) await look(id);
  };
  const run = (async () => {
    try {
      for (;;) {
        await sleep(limits.everyMs, undefined, { signal: abort.signal });
        await round().catch((err: unknown) =>
          log.warn({ err }, "canaries cannot be looked at now"),
        );
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
