import { type LiveSession, readLiveSessions } from "#db/reads/live-sessions.ts";
import { closePolitely } from "./backlog.ts";
import type { GatewayDeps } from "./gateway-deps.ts";
import type { OperatorNamespace, OperatorSocket } from "./sockets.ts";

/** Ends the watch. */
export type SessionWatch = { close(): void };

/**
 * Asks every two seconds whether the sessions of the connected operators are still in force, one read
 * for each tenant, and closes the connections of those that are not: signed out, run out, or moved to
 * another workspace. The client comes back, and its handshake tells it what has happened. A changed role
 * counts from then on. While the database is away nobody is cut: nothing can be written either.
 */
export const startSessionWatch = (
  { db, log }: GatewayDeps,
  operators: OperatorNamespace,
  periodMs = 2_000,
): SessionWatch => {
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  const check = async (tenantId: string, sockets: readonly OperatorSocket[]) => {
    const hashes = [...new Set(sockets.map(({ data }) => data.sessionHash))];
    const live = await db.tenant(tenantId, (tx) => readLiveSessions(tx, hashes));
    const byHash = new Map(live.map((session) => [session.hash, session]));
    for (const socket of sockets) renewOrCut(socket, byHash.get(socket.data.sessionHash));
  };

  const renewOrCut = (socket: OperatorSocket, session: LiveSession | undefined) => {
    const { principal, tenantId } = socket.data;
    if (session === undefined || session.memberId !== principal.memberId) {
      log.info(
        { tenantId, memberId: principal.memberId },
        "a session has ended; its socket was cut",
      );
      for (const room of socket.rooms) void socket.leave(room);
      socket.data.joined.clear();
      closePolitely(socket);
      return;
    }
    if (session.role !== principal.role)
      socket.data.principal = { ...principal, role: session.role };
  };

  const round = async () => {
    const byTenant = Map.groupBy(operators.sockets.values(), ({ data }) => data.tenantId);
    for (const [tenantId, sockets] of byTenant) {
      if (closed) return;
      await check(tenantId, sockets).catch((error: unknown) => {
        log.debug({ err: error, tenantId }, "sessions could not be checked; trying again");
      });
    }
  };

  const schedule = () => {
    timer = setTimeout(() => {
      void round().then(() => {
        if (!closed) schedule();
      });
    }, periodMs);
  };
  schedule();

  return {
    close: () => {
      closed = true;
      clearTimeout(timer);
    },
  };
};
