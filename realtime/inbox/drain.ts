import type { Namespaces } from "./sockets.ts";

/**
 * Closes every connection at a moment of its own within `withinMs`, so that the clients do not all knock
 * at the other nodes at once. Each waits for its own requests first, at most `graceMs` longer. The
 * transport is closed, never the Socket.IO socket: a client that is disconnected by name stays away.
 */
export const closeConnections = async (
  { visitors, operators }: Pick<Namespaces, "visitors" | "operators">,
  { withinMs, graceMs }: { readonly withinMs: number; readonly graceMs: number },
): Promise<void> => {
  const sockets = [...visitors.sockets.values(), ...operators.sockets.values()];
  await Promise.all(
    sockets.map(async (socket) => {
      await pause(Math.random() * withinMs);
      const deadlineMs = Date.now() + graceMs;
      while (socket.data.inFlight > 0 && socket.connected && Date.now() < deadlineMs)
        await pause(20);
      await closed(socket, graceMs);
    }),
  );
};

const closed = (
  socket: { readonly conn: Connection; readonly connected: boolean },
  withinMs: number,
) =>
  new Promise<void>((resolve) => {
    if (!socket.connected) {
      resolve();
      return;
    }
    const timer = setTimeout(resolve, withinMs);
    socket.conn.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
    socket.conn.close();
  });

type Connection = {
  close(): void;
  once(name: "close", listener: () => void): unknown;
};

const pause = (ms: number) => new Promise((resolve) => void setTimeout(resolve, ms));
