import type { Socket } from "socket.io";
import type { GatewayLimits } from "./gateway-deps.ts";

/** How far a reader is behind. */
export type Backlog = "none" | "slow" | "stuck";

/**
 * Measures what waits to be sent. Engine.IO's own buffer shows it; the websocket's bufferedAmount does
 * not, since nothing is handed to a websocket that is not ready.
 */
export const backlogOf = (
  socket: Pick<Socket, "conn">,
  limits: Pick<GatewayLimits, "slowPackets" | "stuckPackets" | "stuckCharacters">,
): Backlog => {
  // Engine.IO declares it private; asked for every receiver of every frame.
  const waiting = (socket.conn as unknown as Partial<WithBuffer>).writeBuffer ?? [];
  if (waiting.length === 0) return "none";
  if (waiting.length > limits.stuckPackets) return "stuck";
  if (charactersIn(waiting) > limits.stuckCharacters) return "stuck";
  return waiting.length > limits.slowPackets ? "slow" : "none";
};

/** Ends a connection whose reader has stopped reading, without waiting for what will never be read. */
export const cut = (socket: Pick<Socket, "conn">): void => {
  const { conn } = socket;
  // The client sees a lost transport and comes back; a polite close would wait behind the backlog.
  conn.close(true);
  // Not the socket of `conn.request`: after an upgrade that is the one of the first poll.
  (conn.transport as unknown as Partial<WithWebSocket>).socket?.terminate();
};

/**
 * Closes a connection politely: what waits is sent first. One that does not read is cut a second later.
 * The client sees a lost transport and comes back; only its handshake decides what happens then.
 */
export const closePolitely = (socket: Pick<Socket, "conn">): void => {
  const { conn } = socket;
  conn.close();
  setTimeout(() => {
    if (conn.readyState !== "closed") cut(socket);
  }, 1_000).unref();
};

/** The transport of a websocket, which Engine.IO does not export. */
type WithWebSocket = { readonly socket: { terminate(): void } };
type WithBuffer = { readonly writeBuffer: readonly Waiting[] };
type Waiting = { readonly data?: unknown };

const charactersIn = (packets: readonly Waiting[]) =>
  packets.reduce((sum, { data }) => sum + (typeof data === "string" ? data.length : 0), 0);
