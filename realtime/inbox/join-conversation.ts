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
  const { tenantId, principal, joined, joining } = socket.data;
  const isNew = !joined.has(conversationId) && !joining.has(conversationId);
  if (isNew && joined.size + joining.size >= gateway.limits.joined) {
    throw new ActionRefused({
      kind: "conflict",
      message: `At most ${gateway.limits.joined} conversations at a time. Leave one first.`,
    });
  }
  const room = rooms.team(tenantId, conversationId);
  joining.set(conversationId, (joining.get(conversationId) ?? 0) + 1);
  void socket.join(room);
  try {
    const row = await gateway.deps.db.tenant(tenantId, (tx) =>
      readConversationRow(tx, conversationId, principal.memberId),
    );
    if (row === null) throw noConversation();
    // It may have left meanwhile.
    if (socket.rooms.has(room)) joined.add(conversationId);
    gateway.presence.view(tenantId, socket.id, conversationId);
    socket.emit("typing.changed", {
      conversationId,
      typing: gateway.typing.list(tenantId, conversationId),
    });
    return { lastSeq: row.lastSeq, row };
  } finally {
    const others = (joining.get(conversationId) ?? 1) - 1;
    if (others > 0) joining.set(conversationId, others);
    else joining.delete(conversationId);
    // The same may have been asked again and granted: what fails late must not undo that.
    if (others === 0 && !joined.has(conversationId)) void socket.leave(room);
  }
};

/** Answers `conversation.leave`. Leaving what was never joined is nothing to complain about. */
export const leaveConversation = async (
  { gateway, socket }: OperatorContext,
  { conversationId }: ConversationJoin,
): Promise<Done> => {
  const { tenantId, joined } = socket.data;
  joined.delete(conversationId);
  void socket.leave(rooms.team(tenantId, conversationId));
  gateway.presence.unview(tenantId, socket.id, conversationId);
  return {};
};
