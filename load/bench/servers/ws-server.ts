import { createServer } from "node:http";
import { WebSocketServer } from "ws";
import { type Door, type Publication, paced } from "./door.ts";
import { listenOnLoopback } from "./listen-on-loopback.ts";
import { obey } from "./obey.ts";
import { sampleEvents } from "./sample-events.ts";

/*
 * The floor: bare websockets. What is published goes to everybody, one frame for each event; what
 * comes in goes back as it is.
 */
const conversationId = crypto.randomUUID();
const http = createServer();
const server = new WebSocketServer({
  server: http,
  perMessageDeflate: false,
  clientTracking: true,
});
server.on("connection", (socket) => {
  socket.on("message", (data) => socket.send(data, { binary: false }));
});

obey(
  {
    open: async (): Promise<Door> => {
      const echo = { name: "typing.set", body: { conversationId, typing: true } };
      const keys = [{ headers: {}, auth: {}, first: null, echo }];
      return { host: await listenOnLoopback(http), namespace: null, keys };
    },
    publish: async ({ events, ...pace }: Publication) => {
      await paced(pace, (index) => {
        for (const event of sampleEvents(conversationId, index * events + 1, events)) {
          const message = { conversationId, events: [event] };
          const frame = Buffer.from(JSON.stringify(["events.appended", message]));
          for (const client of server.clients) client.send(frame, { binary: false });
        }
      });
    },
  },
  () => http.close(),
);
