import type { SessionStartAck } from "#contract/session-start.ts";
import type { WidgetMemory } from "./widget-memory.ts";
import type { WidgetState } from "./widget-state.ts";

/** Keeps what a session told, and says which conversation to go on with and how far it was seen. */
export const rememberSession = (
  memory: WidgetMemory,
  { token, contactId, channel: look, ...ack }: SessionStartAck,
  state: Pick<WidgetState, "seenSeq">,
) => {
  const remembered = memory.read();
  const isSame = remembered.contactId === contactId;
  // Nothing is stored yet: every page of this visitor keeps to the id that the first one got.
  const conversationId =
    (ack.lastSeq === 0 && isSame && remembered.conversationId) || ack.conversationId;
  const seenSeq = isSame ? Math.max(remembered.seenSeq ?? 0, state.seenSeq) : 0;
  memory.write({ token, contactId, conversationId, look, seenSeq });
  /** The browser had another visitor before. */
  const isAnother = remembered.contactId !== undefined && !isSame;
  return { conversationId, seenSeq, isAnother };
};
