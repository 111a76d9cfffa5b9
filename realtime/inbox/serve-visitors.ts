import { backlogOf, cut } from "./backlog.ts";
import type { Gateway } from "./gateway-context.ts";
import { serveRequests } from "./serve-requests.ts";
import type { VisitorSocket } from "./sockets.ts";
import { endTyping } from "./tell-typing.ts";
import type { Buckets } from "./token-bucket.ts";
import { visitorRequests } from "./visitor-requests.ts";

/** Serves a widget from its handshake to its end. */
export const serveVisitors = (
  gateway: Gateway,
  socket: VisitorSocket,
  tenantBuckets: Buckets,
): void => {
  const { deps, limits } = gateway;
  const { tenantId } = socket.data;
  deps.metrics.sockets.inc({ side: "visitor" });
  gateway.visitorTally.arrive(tenantId);
  serveRequests(socket, { gateway, socket }, visitorRequests, {
    log: deps.log,
    metrics: deps.metrics,
    limits,
    rate: limits.visitorRequests,
    tenantBuckets,
    isStuck: () => {
      if (backlogOf(socket, limits) !== "stuck") return false;
      cut(socket);
      return true;
    },
  });
  socket.on("disconnect", () => {
    deps.metrics.sockets.dec({ side: "visitor" });
    gateway.visitorTally.leave(tenantId);
    const { contactId } = socket.data;
    if (contactId === null) return;
    endTyping(gateway, socket.data, { kind: "visitor", id: contactId, name: "" });
  });
};
