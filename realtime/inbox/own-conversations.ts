import { readContactOf } from "#db/reads/conversations.ts";
import { ActionRefused } from "#engine/actions/action-refused.ts";
import { noConversation } from "#engine/actions/check-envelope.ts";
import type { Gateway } from "./gateway-context.ts";
import { keepAsOwn } from "./keep-as-own.ts";
import type { VisitorSocket } from "./sockets.ts";

/** Who asks, and through what. */
export type VisitorContext = { readonly gateway: Gateway; readonly socket: VisitorSocket };

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
