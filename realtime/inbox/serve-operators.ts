import type { PresentMember } from "#contract/downstream.ts";
import { departDocs } from "../collab/doc-requests.ts";
import { backlogOf, cut } from "./backlog.ts";
import type { Gateway } from "./gateway-context.ts";
import { operatorRequests } from "./operator-requests.ts";
import { rooms } from "./rooms.ts";
import { serveRequests } from "./serve-requests.ts";
import type { OperatorSocket } from "./sockets.ts";
import { endTyping } from "./tell-typing.ts";
import type { Buckets } from "./token-bucket.ts";
import { type WireClient, type WrittenEvent, tellClient, writeEvent } from "./written-event.ts";

/** Serves a console from its handshake to its end: it hears of the whole tenant, and who else is here. */
export const serveOperators = (
  gateway: Gateway,
  socket: OperatorSocket,
  tenantBuckets: Buckets,
): void => {
  const { deps, limits, presence } = gateway;
  const { tenantId, principal } = socket.data;
  const { memberId: id, name } = principal;
  deps.metrics.sockets.inc({ side: "operator" });
  void socket.join([rooms.tenant(tenantId), rooms.member(tenantId, id)]);
  serveRequests(socket, { gateway, socket }, operatorRequests, {
    log: deps.log,
    metrics: deps.metrics,
    limits,
    rate: limits.operatorRequests,
    tenantBuckets,
    isStuck: () => {
      if (backlogOf(socket, limits) !== "stuck") return false;
      cut(socket);
      return true;
    },
  });
  presence.arrive(tenantId, socket.id, { id, name });
  // Others hear of a change only; a second tab of the same member is none, and must still know.
  tellPresence(socket, presence.list(tenantId));

  socket.on("disconnect", () => {
    deps.metrics.sockets.dec({ side: "operator" });
    presence.leave(tenantId, socket.id);
    departDocs({ gateway, socket });
    endTyping(gateway, socket.data, { kind: "member", id, name });
  });
};

/** Everybody who comes is told the same until somebody else does: it is written once for each list. */
const tellPresence = (socket: OperatorSocket, members: readonly PresentMember[]) => {
  const written =
    lists.get(members) ?? writeEvent(socket.nsp.name, ["presence.changed", { members }]);
  lists.set(members, written);
  tellClient(socket.client as unknown as WireClient, written);
};

const lists = new WeakMap<readonly PresentMember[], WrittenEvent>();
