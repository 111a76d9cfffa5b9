import type { Socket } from "node:net";

/** What is looked at of a connection of Engine.IO, whose types leave it out. */
export type EngineConnection = {
  readonly readyState: string;
  readonly writeBuffer: readonly unknown[];
  readonly transport: {
    /** The websocket of `ws`; a polling transport has none. */
    readonly socket?: { readonly readyState: number; readonly _socket: Socket | null };
  };
};

/**
 * The TCP socket of a websocket that has sent all it was given, or null. A whole frame may be written to it
 * as it is, past Engine.IO's packets and buffers, which cost more than the write. Whoever is behind, by as
 * little as one frame, has a backlog that Engine.IO must see, and is written to through it. Whether Engine.IO
 * has heard yet that its own last packet left does not matter: it wrote that before.
 */
export const readySocketOf = ({
  readyState,
  writeBuffer,
  transport,
}: EngineConnection): Socket | null => {
  if (readyState !== "open" || writeBuffer.length > 0) return null;
  const { socket } = transport;
  if (socket?.readyState !== openWebSocket) return null;
  const { _socket: raw } = socket;
  return raw?.writable === true && raw.writableLength === 0 ? raw : null;
};

/** OPEN of the WebSocket API. */
const openWebSocket = 1;
