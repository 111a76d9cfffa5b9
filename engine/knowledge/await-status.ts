import { createHash } from "node:crypto";
import { type KnowledgeStatus, readKnowledgeStatus } from "#db/reads/knowledge-status.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import { ActionRefused } from "../actions/action-refused.ts";

/** Where ingestion stands, and a name for exactly that: give it back to be told when something has changed. */
export type PositionedStatus = KnowledgeStatus & { readonly position: string };

/** Whose status, what the caller knows already, and how long it waits for something else. */
export type StatusQuestion = {
  readonly tenantId: string;
  readonly after: string | undefined;
  readonly waitMs: number;
};

/**
 * Answers where a tenant's ingestion stands as soon as that is something else than the caller knows, or
 * when its time is up. The whole state each time, not a list of changes: whoever asks again and again
 * misses nothing, also when this process or the bus lost something. Refused as `overloaded` when too many wait.
 */
export const awaitStatus = async (
  { db, bus }: Pick<ActionDeps, "db" | "bus">,
  { tenantId, after, waitMs }: StatusQuestion,
): Promise<PositionedStatus> => {
  const read = async () => positioned(await db.tenant(tenantId, readKnowledgeStatus));
  const until = performance.now() + waitMs;
  let status = await read();
  if (status.position !== after || waitMs === 0) return status;
  if (waiting >= maxWaiting) {
    const message = "Too many requests wait for the status. Ask again in a moment.";
    throw new ActionRefused({ kind: "overloaded", message, retryAfterMs: 2000 });
  }
  waiting += 1;
  const news = listen(bus, tenantId);
  try {
    while (status.position === after && performance.now() < until) {
      await news.next(Math.min(lookMs, until - performance.now()));
      status = await read();
    }
    return status;
  } finally {
    news.end();
    waiting -= 1;
  }
};

/** Without news, the state is looked at so often: what other processes do may reach us by the database alone. */
const lookMs = 2000;
/** Between two looks, however much is told. */
const pauseMs = 250;
/** Requests that wait at the same time in one process. */
const maxWaiting = 100;
let waiting = 0;

const positioned = (status: KnowledgeStatus): PositionedStatus => ({
  ...status,
  position: createHash("sha256").update(JSON.stringify(status)).digest("base64url").slice(0, 22),
});

const listen = (bus: ActionDeps["bus"], tenantId: string) => {
  let isNew = false;
  let wake = () => {};
  const unsubscribe = bus.subscribe((message) => {
    if (message.type !== "knowledge" || message.tenantId !== tenantId) return;
    isNew = true;
    wake();
  });
  return {
    /** Until something is told, and a pause for more of it; at most so long. */
    next: async (timeoutMs: number): Promise<void> => {
      if (!isNew) {
        const { promise, resolve } = Promise.withResolvers<void>();
        const timer = setTimeout(resolve, timeoutMs);
        wake = resolve;
        await promise;
        clearTimeout(timer);
      }
      if (isNew) await new Promise((resolve) => setTimeout(resolve, Math.min(pauseMs, timeoutMs)));
      isNew = false;
    },
    end: unsubscribe,
  };
};
