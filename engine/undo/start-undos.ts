import { v4 as uuidv4 } from "uuid";
import { claimUndos } from "#db/writes/undos.ts";
import type { Services } from "../runtime/services.ts";
import { undoLeaseMs, workUndo } from "./work-undo.ts";

/** What it needs of the process. */
export type StartUndos = Pick<Services, "db" | "bus" | "log" | "metrics">;

/** Undos of one process at the same time. */
const atOnce = 2;

/**
 * Begins to carry out undos of many decisions, and goes on with those whose process died: each is looked for every
 * `pollMs` and held by lease. `stop` ends them between two conversations and resolves when nothing runs any
 * more; another process, or this one when it is back, goes on.
 */
export const startUndos = (
  services: StartUndos,
  { pollMs = 1000 }: { readonly pollMs?: number } = {},
): { stop(): Promise<void> } => {
  const { db, log } = services;
  const worker = uuidv4();
  const running = new Map<string, Promise<void>>();
  let isStopping = false;
  let isAway = false;
  let timer: NodeJS.Timeout | undefined;

  const begin = (tenantId: string, undoId: string): void => {
    if (running.has(undoId)) return;
    const work = workUndo(services, tenantId, undoId, worker, () => isStopping)
      .catch((error: unknown) => log.warn({ err: error, tenantId, undoId }, "an undo waits"))
      .finally(() => running.delete(undoId));
    running.set(undoId, work);
  };

  const look = async (): Promise<void> => {
    try {
      const free = atOnce - running.size;
      const claimed =
        free <= 0 ? [] : await db.lookup((tx) => claimUndos(tx, worker, free, undoLeaseMs));
      for (const { tenantId, undoId } of claimed) begin(tenantId, undoId);
      isAway = false;
    } catch (error) {
      // Once for each outage, not for each time it is tried again.
      if (!isAway) log.warn({ err: error }, "undos cannot be looked for now");
      isAway = true;
    }
    if (isStopping) return;
    timer = setTimeout(() => {
      looking = look();
    }, pollMs);
  };
  let looking = look();

  return {
    stop: async () => {
      isStopping = true;
      clearTimeout(timer);
      await looking;
      await Promise.all(running.values());
    },
  };
};
