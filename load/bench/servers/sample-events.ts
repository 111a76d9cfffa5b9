import type { ConversationEvent } from "../../../realtime/contract/conversation-event.ts";

/** The words of every message: what a visitor of a shop writes. */
export const words =
  "Hello, my parcel was to arrive on Monday and it is still not here. Where is it?";

/** Messages of a conversation as every server of a run sends them, byte for byte, but for their ids. */
export const sampleEvents = (
  conversationId: string,
  firstSeq: number,
  count: number,
): ConversationEvent[] =>
  Array.from({ length: count }, (_, index) => ({
    conversationId,
    seq: firstSeq + index,
    id: crypto.randomUUID(),
    clientId: crypto.randomUUID(),
    actor: { kind: "ai", id: null, name: "Xin" },
    epoch: 1,
    at: new Date().toISOString(),
    body: {
      type: "message.posted",
      parts: [{ type: "text", text: words }],
      note: false,
      citations: [],
      decisionId: null,
      retracted: false,
    },
  }));
