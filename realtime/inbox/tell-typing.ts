import type { Typist } from "#contract/downstream.ts";
import type { Gateway } from "./gateway-context.ts";
import type { SocketState } from "./sockets.ts";

/** Tells all nodes that somebody types, or no longer does, and remembers it for when the socket goes. */
export const tellTyping = (
  { deps }: Pick<Gateway, "deps">,
  state: SocketState,
  who: Omit<Typist, "note">,
  { conversationId, typing, note }: { conversationId: string; typing: boolean; note?: boolean },
): void => {
  const isNote = note === true;
  if (typing) state.typing.set(conversationId, isNote);
  else state.typing.delete(conversationId);
  deps.bus.publish({
    type: "typing",
    tenantId: state.tenantId,
    conversationId,
    who: { ...who, note: isNote },
    typing,
  });
};

/** A socket that goes types no more. */
export const endTyping = (
  gateway: Pick<Gateway, "deps">,
  state: SocketState,
  who: Omit<Typist, "note">,
): void => {
  for (const [conversationId, note] of state.typing) {
    tellTyping(gateway, state, who, { conversationId, typing: false, note });
  }
};
