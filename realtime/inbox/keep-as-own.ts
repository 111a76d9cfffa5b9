import { rooms } from "./rooms.ts";
import type { VisitorSocket } from "./sockets.ts";

/** Lets the socket see a conversation that is its contact's. The longest known is forgotten at the limit. */
export const keepAsOwn = (socket: VisitorSocket, conversationId: string): void => {
  const { own, joined, tenantId } = socket.data;
  own.delete(conversationId);
  own.add(conversationId);
  joined.add(conversationId);
  void socket.join(rooms.visitor(tenantId, conversationId));
  if (own.size <= mostOwn) return;
  const [oldest] = own;
  if (oldest === undefined) return;
  own.delete(oldest);
  joined.delete(oldest);
  void socket.leave(rooms.visitor(tenantId, oldest));
};

/** Conversations one widget follows at a time. */
const mostOwn = 20;
