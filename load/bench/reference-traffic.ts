import type { Socket } from "socket.io-client";
import { openSocket } from "../lib/open-socket.ts";
import type { ServerCommand } from "../lib/server-process.ts";
import type { Environment } from "./bench-line.ts";
import { type Samples, runPaced } from "./paced-traffic.ts";

/** A Socket.IO server in a process of its own that acknowledges and forwards, and keeps nothing. */
const program = `
  import { createServer } from "node:http";
  import { Server } from "socket.io";
  const http = createServer();
  const io = new Server(http, { transports: ["websocket"] });
  io.on("connection", (socket) => {
    socket.on("join", (ack) => { void socket.join("listeners"); ack({ ok: true }); });
    socket.on("post", (message, ack) => { ack({ ok: true }); io.to("listeners").emit("posted", message); });
  });
  http.listen(0, "127.0.0.1", () => console.log("ready at http://127.0.0.1:" + http.address().port));
`;

/** Starts the reference server. */
export const referenceCommand = (env: Environment): ServerCommand => ({
  args: ["--input-type=module", "-e", program],
  env,
  ready: /^ready at (\S+)$/,
});

const senders = 48;
const listeners = 2;

/** Measures the same traffic as the product's, on the reference server. */
export const measureReference = async (url: string): Promise<Samples> => {
  const sockets: Socket[] = [];
  const open = async () => {
    const socket = await openSocket(url);
    sockets.push(socket);
    return socket;
  };
  try {
    return await runPaced(async ({ heard }) => {
      for (let index = 0; index < listeners; index += 1) {
        const listener = await open();
        listener.on("posted", ({ clientId }: { clientId: string }) => heard(clientId));
        await listener.timeout(10_000).emitWithAck("join");
      }
      const opened = await Promise.all(Array.from({ length: senders }, open));
      return opened.map((socket) => ({
        send: async (clientId: string) => {
          const parts = [{ type: "text", text: "How long does a message take?" }];
          await socket.timeout(10_000).emitWithAck("post", { clientId, parts });
        },
      }));
    });
  } finally {
    for (const socket of sockets) socket.close();
  }
};
