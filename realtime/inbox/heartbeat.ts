import type { Heartbeat } from "#contract/downstream.ts";
import { times } from "#contract/names.ts";
import { readLastPosition, readLastSeqs } from "#db/reads/last-seqs.ts";
import type { GatewayDeps } from "./gateway-deps.ts";
import type { Namespaces, SocketState } from "./sockets.ts";

/** A heart that beats until it is closed. */
export type Heart = {
  /** One beat more, spread over a second: something may have been lost just now. */
  beatSoon(): void;
  close(): void;
};

/**
 * Every 15 s each socket hears where its conversations stand in the database. That is the only way to
 * notice that the last event of a conversation was lost on the way: nothing comes after it. Tenants
 * take their turns over the whole period, each with one read for all of its sockets.
 */
export const startHeartbeat = (
  { db, log }: GatewayDeps,
  namespaces: Namespaces,
  periodMs: number = times.heartbeatMs,
): Heart => {
  const timers = new Set<NodeJS.Timeout>();
  let closed = false;

  const beatTenant = async (tenantId: string, sockets: readonly Told[]) => {
    const ids = [...new Set(sockets.flatMap(({ data }) => [...data.joined]))];
    const { seqs, position } = await db.tenant(tenantId, async (tx) => {
      const [lastSeqs, last] = await Promise.all([readLastSeqs(tx, ids), readLastPosition(tx)]);
      return { seqs: new Map(lastSeqs.map(({ id, lastSeq }) => [id, lastSeq])), position: last };
    });
    for (const socket of sockets) {
      const conversations = [...socket.data.joined].flatMap((id) => {
        const lastSeq = seqs.get(id);
        return lastSeq === undefined ? [] : [{ id, lastSeq }];
      });
      const isOperator = "principal" in socket.data;
      socket.emit("heartbeat", isOperator ? { conversations, position } : { conversations });
    }
  };

  const round = (overMs: number) => {
    const sockets: Told[] = [
      ...namespaces.visitors.sockets.values(),
      ...namespaces.operators.sockets.values(),
    ];
    const byTenant = [...Map.groupBy(sockets, ({ data }) => data.tenantId)];
    for (const [index, [tenantId, ofTenant]] of byTenant.entries()) {
      const timer = setTimeout(
        () => {
          timers.delete(timer);
          if (closed) return;
          beatTenant(tenantId, ofTenant).catch((error: unknown) => {
            // The next beat comes; a client that hears none knows that its link is dead.
            log.debug({ err: error, tenantId }, "a heartbeat was left out");
          });
        },
        (index / byTenant.length) * overMs,
      );
      timers.add(timer);
    }
  };

  const clock = setInterval(round, periodMs, periodMs);
  return {
    beatSoon: () => round(soonMs),
    close: () => {
      closed = true;
      clearInterval(clock);
      for (const timer of timers) clearTimeout(timer);
    },
  };
};

const soonMs = 1_000;

type Told = {
  readonly data: SocketState;
  emit(name: "heartbeat", message: Heartbeat): unknown;
};
