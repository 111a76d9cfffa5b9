import { once } from "node:events";
import type { Server } from "node:http";

/** A server that listens on a free port of this machine. */
export type Listening = {
  /** Without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Ends its connections and itself. */
  close(): Promise<void>;
};

/** Lets a server listen on 127.0.0.1, at a port the system chooses. */
export const listenOnLoopback = async (server: Server): Promise<Listening> => {
  // As the product listens: so many may connect before the first is accepted.
  server.listen({ port: 0, host: "127.0.0.1", backlog: 4_096 });
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    close: async () => {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, "close");
    },
  };
};
