import type {
  ConversationJoin,
  ConversationJoinAck,
  Done,
} from "#contract/conversation-requests.ts";
import { readConversationRow } from "#db/reads/conversations.ts";
import { ActionRefused } from "#engine/actions/action-refused.ts";
import { noConversation } from "#engine/actions/check-envelope.ts";
import type { OperatorContext } from "./operator-act.ts";
import { rooms } from "./rooms.ts";

/**
 * Answers `conversation.join`: the socket joins before the row is read, so that every event is either
 * at or below `lastSeq` or still to come. The member shows as viewing it.
 */
export const joinConversation = async (
  { gateway, socket }: OperatorContext,
  { conversationId }: ConversationJoin,
): Promise<ConversationJoinAck> => {
  const { tenantId, principal, joined } = socket.data;
  if (!joined.has(conversationId) && joined.size >= gateway.limits.joined) {
    throw new ActionRefused({
      kind: "conflict",
      message: `At most ${gateway.limits.joined} conversations at a time. Leave one first.`,
    });
  }
  const wasJoined = joined.has(conversationId);
  enter({ gateway, socket }, conversationId);
  try {
    const row = await gateway.deps.db.tenant(tenantId, (tx) =>
      readConversationRow(tx, conversationId, principal.memberId),
    );
    if (row === null) throw noConversation();
    gateway.presence.view(tenantId, socket.id, conversationId);
    socket.emit("typing.changed", {
      conversationId,
      typing: gateway.typing.list(tenantId, conversationId),
    });
    return { lastSeq: row.lastSeq, row };
  } catch (error) {
    if (!wasJoined) exit({ gateway, socket }, conversationId);
    throw error;
  }
};

/** Answers `conversation.leave`. Leaving what was never joined is nothing to complain about. */
export const leaveConversation = async (
  { gateway, socket }: OperatorContext,
  { conversationId }: ConversationJoin,
): Promise<Done> => {
  exit({ gateway, socket }, conversationId);
  gateway.presence.unview(socket.data.tenantId, socket.id, conversationId);
  return {};
};

const enter = ({ socket }: OperatorContext, conversationId: string) => {
  socket.data.joined.add(conversationId);
  void socket.join(rooms.team(socket.data.tenantId, conversationId));
};

const exit = ({ socket }: OperatorContext, conversationId: string) => {
  socket.data.joined.delete(conversationId);
  void socket.leave(rooms.team(socket.data.tenantId, conversationId));
};
