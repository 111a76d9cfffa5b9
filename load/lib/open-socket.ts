import { type ManagerOptions, type Socket, type SocketOptions, io } from "socket.io-client";

/** Opens a connection of its own over a websocket; rejects when it is refused. */
export const openSocket = async (
  url: string,
  options: Partial<ManagerOptions & SocketOptions> = {},
): Promise<Socket> => {
  const socket = io(url, { transports: ["websocket"], forceNew: true, ...options });
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("connect_error", reject);
  });
  return socket;
};
