import type { IncomingMessage, ServerResponse } from "node:http";
import type { Db } from "#db/client.ts";
import type { EventBus } from "#engine/runtime/event-bus.ts";
import type { Metrics } from "#engine/runtime/metrics.ts";

/** What health is judged by. */
export type HealthDeps = {
  readonly metrics: Metrics;
  /** False until everything has started. */
  readonly started: () => boolean;
  readonly draining: () => boolean;
  /** Null while the database is not open yet. */
  readonly db: () => Pick<Db, "ping"> | null;
  /** Null while there is no bus; the memory bus has no link that could break. */
  readonly bus: () => (EventBus & { readonly connected?: boolean }) | null;
};

/** An answer of the database older than this is not trusted; a slower one counts as none. */
const pingMs = 500;

/**
 * Answers `/livez` (the process turns), `/readyz` (it can serve: started, not draining, the database
 * answers within half a second) and `/metrics`. False for every other path.
 *
 * A lost Redis is told in `/readyz` but does not take the node out: local delivery goes on, what was
 * missed is fetched from the database, and without any node left nobody would be served.
 */
export const makeHealthHandler = (
  deps: HealthDeps,
): ((request: IncomingMessage, response: ServerResponse) => boolean) => {
  const database = cachedPing(deps.db);

  const ready = async (response: ServerResponse) => {
    const checks = {
      process: deps.draining() ? "draining" : deps.started() ? "ok" : "starting",
      database: (await database()) ? "ok" : "unavailable",
      redis: busState(deps.bus()),
    };
    const serves = checks.process === "ok" && checks.database === "ok";
    const retry = serves ? {} : { "retry-after": "1" };
    response.writeHead(serves ? 200 : 503, { ...uncached, ...retry, "content-type": json });
    response.end(JSON.stringify({ ready: serves, checks }));
  };

  const metrics = async (response: ServerResponse) => {
    const text = await deps.metrics.registry.metrics();
    response.writeHead(200, { "content-type": deps.metrics.registry.contentType });
    response.end(text);
  };

  return (request, response) => {
    if (request.method !== "GET" && request.method !== "HEAD") return false;
    switch ((request.url ?? "").split("?")[0]) {
      case "/livez":
        response.writeHead(200, { ...uncached, "content-type": "text/plain" }).end("ok\n");
        return true;
      case "/readyz":
        void ready(response);
        return true;
      case "/metrics":
        void metrics(response);
        return true;
      default:
        return false;
    }
  };
};

const uncached = { "cache-control": "no-store" };
const json = "application/json";

/** Whether the database answers, asked at most every half second however often probes come. */
const cachedPing = (db: HealthDeps["db"]) => {
  let asked: { atMs: number; answer: Promise<boolean> } | undefined;
  const ask = async () => {
    const open = db();
    if (open === null) return false;
    return open.ping({ deadlineMs: pingMs }).then(
      () => true,
      () => false,
    );
  };
  return () => {
    const nowMs = performance.now();
    if (asked === undefined || nowMs - asked.atMs > pingMs) {
      asked = { atMs: nowMs, answer: ask() };
    }
    return asked.answer;
  };
};

const busState = (bus: ReturnType<HealthDeps["bus"]>) => {
  if (bus?.connected === undefined) return "not used";
  return bus.connected ? "ok" : "unavailable";
};
