import { readContactOf } from "#db/reads/conversations.ts";
import { ActionRefused } from "#engine/actions/action-refused.ts";
import { noConversation } from "#engine/actions/check-envelope.ts";
import type { Gateway } from "./gateway-context.ts";
import { rooms } from "./rooms.ts";
import type { VisitorSocket } from "./sockets.ts";

/** Who asks, and through what. */
export type VisitorContext = { readonly gateway: Gateway; readonly socket: VisitorSocket };

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

/** Throws `not_found` unless the conversation is this contact's. What is not known yet is looked up. */
export const assertOwn = async (
  { gateway, socket }: VisitorContext,
  conversationId: string,
): Promise<void> => {
  const contactId = contactOf(socket);
  if (socket.data.own.has(conversationId)) return;
  const owner = await gateway.deps.db.tenant(socket.data.tenantId, (tx) =>
    readContactOf(tx, conversationId),
  );
  if (owner !== contactId) throw noConversation();
  keepAsOwn(socket, conversationId);
};

/** The contact behind the socket. Throws `unauthenticated` before `session.start`. */
export const contactOf = (socket: VisitorSocket): string => {
  if (socket.data.contactId !== null) return socket.data.contactId;
  throw new ActionRefused({ kind: "unauthenticated", message: "Send session.start first." });
};
